import { joinPointer, splitPointer } from '@connectory/json';

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
  const tokens: (string | number)[] = [];
  for (let here: Place | undefined = place; here !== undefined && here !== rootPlace; here = here.parent)
    tokens.push(here.token);
  return joinPointer(tokens.reverse());
}

export function placeOfPointer(pointer: string): Place {
  return at(rootPlace, ...splitPointer(pointer));
}
