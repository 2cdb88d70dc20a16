import { createId } from '@connectory/encoding';

// Responses and their definitions have ids but no row. The member that follows such an id identifies it.
const idsInBody =
  /(?<="id":")([0-7][0-9A-HJKMNP-TV-Z]{25})(?=","(?:status|definitions?)":)|[0-7][0-9A-HJKMNP-TV-Z]{25}/g;

/** Characters behind an id that identify it, with the id itself. */
const lookahead = 64;

/** Characters before an id that identify it. */
const lookbehind = 8;

/** Replaces every id in a body by a new one of the same length, and nothing else. */
export function renewIds(body: string, ids: ReadonlyMap<string, string>): string {
  return body.replaceAll(idsInBody, (found: string, nested: string | undefined) => newIdOf(ids, found, nested));
}

function newIdOf(ids: ReadonlyMap<string, string>, found: string, nested: string | undefined): string {
  return nested === undefined ? (ids.get(found) ?? found) : createId();
}

/** The same for a body that comes in pieces. The end of each piece waits for the next one, because an id may be divided. */
export function renewIdsInPieces(ids: ReadonlyMap<string, string>): (piece: string, isLast: boolean) => string {
  let pending = '';
  /** Characters of `pending` that were returned before. */
  let returned = 0;
  return (piece, isLast) => {
    const text = pending + piece;
    const from = returned;
    const end = isLast ? text.length : Math.max(from, text.length - lookahead);
    const divided = [...text.slice(Math.max(from, end - lookahead)).matchAll(idsInBody)]
      .map(({ index }) => Math.max(from, end - lookahead) + index)
      .find((start) => start < end && start + idLength > end);
    const to = divided ?? end;
    const renewed = text.replaceAll(idsInBody, (found: string, nested: string | undefined, at: number) =>
      at < from || at >= to ? found : newIdOf(ids, found, nested),
    );
    returned = Math.min(to, lookbehind);
    pending = text.slice(to - returned);
    return renewed.slice(from, to);
  };
}

const idLength = 26;
