import type { Piece } from './in-chunks.ts';

/** The items of a JSON array, with commas between them, without its brackets. */
async function* jsonItems(items: AsyncIterable<AsyncIterable<Piece>>): AsyncGenerator<Piece, void, undefined> {
  let isFirst = true;
  for await (const item of items) {
    if (!isFirst) yield ',';
    isFirst = false;
    yield* item;
  }
}

/** An object with further members, whose values are JSON text in pieces. */
export async function* jsonObject(
  head: object,
  members: { readonly [name: string]: AsyncIterable<Piece> },
): AsyncGenerator<Piece, void, undefined> {
  const text = JSON.stringify(head).slice(0, -1);
  yield text;
  let separator = text === '{' ? '' : ',';
  for (const [name, value] of Object.entries(members)) {
    yield `${separator}${JSON.stringify(name)}:`;
    yield* value;
    separator = ',';
  }
  yield '}';
}

/** A JSON array of items. */
export async function* jsonArray(items: AsyncIterable<AsyncIterable<Piece>>): AsyncGenerator<Piece, void, undefined> {
  yield '[';
  yield* jsonItems(items);
  yield ']';
}

/** Each value as JSON text of its own, so that no text is larger than one value. */
export async function* eachAsJson<Value extends object>(
  values: Iterable<Value> | AsyncIterable<Value>,
): AsyncGenerator<AsyncIterable<Piece>, void, undefined> {
  for await (const value of values) yield onePiece(JSON.stringify(value));
}

export async function* onePiece(piece: Piece): AsyncGenerator<Piece, void, undefined> {
  yield piece;
}
