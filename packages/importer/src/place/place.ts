/** A place in the document, as a chain from the root: made at every step of a walk, written out only when it is reported. */
export interface Place {
  readonly parent: Place | undefined;
  readonly token: string | number;
}

export function at(parent: Place | undefined, ...tokens: readonly (string | number)[]): Place {
  let place = parent;
  for (const token of tokens) place = { parent: place, token };
  return place ?? rootPlace;
}

/** The document itself. */
export const rootPlace: Place = { parent: undefined, token: '' };

/** The JSON Pointer (RFC 6901) of a place. */
export function pointerOf(place: Place): string {
  const tokens: string[] = [];
  for (let here: Place | undefined = place; here !== undefined && here !== rootPlace; here = here.parent) {
    tokens.push(escapeToken(String(here.token)));
  }
  return tokens.length === 0 ? '' : `/${tokens.reverse().join('/')}`;
}

export function placeOfPointer(pointer: string): Place {
  return at(rootPlace, ...splitPointer(pointer));
}

export function splitPointer(pointer: string): readonly string[] {
  return pointer === '' ? [] : pointer.slice(1).split('/').map(unescapeToken);
}

export function joinPointer(tokens: readonly (string | number)[]): string {
  return tokens.map((token) => `/${escapeToken(String(token))}`).join('');
}

function escapeToken(token: string): string {
  return /[~/]/.test(token) ? token.replaceAll('~', '~0').replaceAll('/', '~1') : token;
}

function unescapeToken(token: string): string {
  return token.includes('~') ? token.replaceAll('~1', '/').replaceAll('~0', '~') : token;
}
