import { joinPointer, splitPointer } from '@connectory/json';

/**
 * A place in the upload, as a chain from the root of its file: made at every step of a walk, written out only when it is reported. The
 * token of a root is the path of its file, which is empty for the root document.
 */
export interface Place {
  readonly parent: Place | undefined;
  readonly token: string | number;
}

export function at(parent: Place | undefined, ...tokens: readonly (string | number)[]): Place {
  let place = parent;
  for (const token of tokens) place = { parent: place, token };
  return place ?? rootPlace;
}

/** The root document itself. */
export const rootPlace: Place = { parent: undefined, token: '' };

/** The root of a file. @param path as in `SourceFile`. */
export function fileRoot(path: string): Place {
  return path === '' ? rootPlace : { parent: undefined, token: path };
}

/** The path of the file that a place is in. */
export function fileOf(place: Place): string {
  let here = place;
  while (here.parent !== undefined) here = here.parent;
  return String(here.token);
}

/** The name of a place: its JSON Pointer (RFC 6901), behind `file#` when it is not in the root document. */
export function pointerOf(place: Place): string {
  return fileName(fileOf(place)) + joinPointer(tokensOf(place));
}

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
  return at(fileRoot(file), ...splitPointer(name.slice(hash + 1)));
}

/** A path never starts with a slash, so that a name that does is a pointer alone. */
function fileName(path: string): string {
  return path === '' ? '' : `${path.replaceAll('%', '%25').replaceAll('#', '%23')}#`;
}
