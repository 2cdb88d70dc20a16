import type { Json, JsonObject } from '@connectory/json';
import { type Place, within } from '../place/place.ts';

type Tokens = readonly (string | number)[];

/** Turns tokens below a place in the shape into tokens below it in the upload. */
export type Rewrite = (tokens: Tokens) => Tokens;

const unchanged: Rewrite = (tokens) => tokens;

/** Leaves out the first tokens where they begin with a member that only the shape has. @param counts by member, how many tokens. */
export function withoutMembers(counts: { readonly [member: string]: number }): Rewrite {
  return (tokens) => {
    const count = Object.hasOwn(counts, String(tokens[0])) ? counts[String(tokens[0])] : undefined;
    return count === undefined ? tokens : tokens.slice(count);
  };
}

/** Turns the names of members that are kept aside into those of the object that they come from. @param rewrite for other members. */
export function withAsides(object: JsonObject, rewrite: Rewrite = unchanged): Rewrite {
  return (tokens) => {
    const name = asideOf(object, String(tokens[0]));
    return name === undefined ? rewrite(tokens) : [name, ...tokens.slice(1)];
  };
}

/** The member of an object that is kept under a name. */
function asideOf(object: JsonObject, name: string): string | undefined {
  if (!name.startsWith('x-') || Object.hasOwn(object, name)) return undefined;
  const shorter = name.slice(2);
  return Object.hasOwn(object, shorter) ? shorter : asideOf(object, shorter);
}

/** Where the values of a reshaped document stand in the upload. */
export class ShapePlaces {
  readonly #places = new WeakMap<object, Place>();
  readonly #rewrites = new WeakMap<Place, Rewrite>();

  /** @param root rewrites places that begin at the root of the shape. */
  constructor(rootPlace: Place, root: Rewrite) {
    this.#rewrites.set(rootPlace, root);
  }

  /** Remembers the place of a value that was made for the shape. @returns the value. */
  add<Value extends object>(value: Value, place: Place, rewrite: Rewrite = unchanged): Value {
    this.#places.set(value, place);
    this.#rewrites.set(place, rewrite);
    return value;
  }

  /** Marks a place of the upload that the shape has nothing instead of. @returns the place. */
  keep(place: Place): Place {
    this.#rewrites.set(place, unchanged);
    return place;
  }

  /** The place of a value that was made for the shape; for other values, the given place. */
  find(value: Json | undefined, place: Place): Place {
    return (typeof value === 'object' && value !== null ? this.#places.get(value) : undefined) ?? place;
  }

  /** The place in the upload of a place in the shape. */
  rewrite(place: Place): Place {
    const tokens: (string | number)[] = [];
    for (let here: Place | undefined = place; here !== undefined; here = here.parent) {
      const rewrite = this.#rewrites.get(here);
      if (rewrite !== undefined) {
        const below = tokens.reverse();
        const moved = rewrite(below);
        return moved === below ? place : within(here, moved);
      }
      tokens.push(here.token);
    }
    return place;
  }
}
