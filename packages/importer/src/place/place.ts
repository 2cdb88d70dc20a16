import { appendToken, joinShortPointer, splitPointer } from '@connectory/json';

type Token = string | number;

/**
 * A place in the upload, as a chain from the root of its file: made at every step of a walk, written out only when it is reported. The
 * token of a root is the path of its file, which is empty for the root document.
 */
export interface Place {
  readonly parent: Place | undefined;
  readonly token: Token;
  /** Set by `pointerOf`, because places are named again, and share the names of those above them. */
  name: string | undefined;
}

/** The place of a member or item, and further in. Without rest parameters, because walks call it at every step. */
export function at(parent: Place, token: Token, second?: Token, third?: Token): Place {
  const place = step(parent, token);
  if (second === undefined) return place;
  return third === undefined ? step(place, second) : step(step(place, second), third);
}

/** The place that tokens lead to. */
export function within(start: Place, tokens: readonly Token[]): Place {
  return tokens.reduce(step, start);
}

function step(parent: Place, token: Token): Place {
  return { parent, token, name: undefined };
}

/** The root document itself. */
export const rootPlace: Place = { parent: undefined, token: '', name: '' };

/** The root of a file. @param path as in `SourceFile`. */
export function fileRoot(path: string): Place {
  return path === '' ? rootPlace : { parent: undefined, token: path, name: fileName(path) };
}

/** The path of the file that a place is in. */
export function fileOf(place: Place): string {
  let here = place;
  while (here.parent !== undefined) here = here.parent;
  return String(here.token);
}

/** The name of a place: its JSON Pointer (RFC 6901), behind `file#` when it is not in the root document. */
export function pointerOf(place: Place): string {
  place.name ??= place.parent === undefined ? '' : appendToken(pointerOf(place.parent), place.token);
  return place.name;
}

/** Like `pointerOf`, for people: long tokens are shortened. */
export function shortPointerOf(place: Place): string {
  const name = pointerOf(place);
  if (name.length <= maxShortName) return name;
  return (fileRoot(fileOf(place)).name ?? '') + joinShortPointer(tokensOf(place));
}

/**
 * `shortPointerOf` the place that `pointerOf` named: a key of few characters for any place. The engine gives all long texts of one length the
 * same hash, so that a map of them is a list.
 */
export function shortNameOf(name: string): string {
  return name.length <= maxShortName ? name : shortPointerOf(placeOfPointer(name));
}

/** Names up to this length have no token that is shortened. */
const maxShortName = 200;

/** The tokens from the root of the file. */
export function tokensOf(place: Place): readonly string[] {
  const tokens: string[] = [];
  for (let here = place; here.parent !== undefined; here = here.parent) tokens.push(String(here.token));
  return tokens.reverse();
}

/** The place of a name that `pointerOf` gave. */
export function placeOfPointer(name: string): Place {
  const hash = name.startsWith('/') ? -1 : name.indexOf('#');
  const file = hash < 0 ? '' : name.slice(0, hash).replaceAll('%23', '#').replaceAll('%25', '%');
  return within(fileRoot(file), splitPointer(name.slice(hash + 1)));
}

/** A path never starts with a slash, so that a name that does is a pointer alone. */
function fileName(path: string): string {
  return `${path.replaceAll('%', '%25').replaceAll('#', '%23')}#`;
}
