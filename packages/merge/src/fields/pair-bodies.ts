import type { Json } from '@connectory/json';
import type { Sides } from '../model/sides.ts';
import type { KeyedItems } from './combine-lists.ts';
import type { MergeContext } from './merge-context.ts';

/**
 * Pairs the definitions of a request body or response. Those that the base names too are paired by name, because a definition may have got
 * another media type. The others are paired by their first media type.
 */
export function pairBodies({ accept }: MergeContext, { base, ours, theirs }: Sides<readonly Json[]>): KeyedItems {
  const names = base.map(String);
  const pairSide = (list: readonly Json[], acceptOf: AcceptOf): ReadonlyMap<string, Json> => {
    const side = [...new Set(list.map(String))];
    const present = new Set(side);
    const replaced = names.filter((name) => !present.has(name));
    return pairNames(side, {
      known: new Set(names),
      acceptOf,
      slots: new Map(replaced.map((name) => [mediaTypeOf(name, accept.base), name])),
    });
  };
  return {
    base: new Map(names.map((name) => [name, name])),
    ours: pairSide(ours, accept.ours),
    theirs: pairSide(theirs, accept.theirs),
  };
}

type AcceptOf = (definition: string) => readonly string[];

interface Pairing {
  /** The definitions of the base. */
  readonly known: ReadonlySet<string>;
  readonly acceptOf: AcceptOf;
  /** The definitions of the base that the side lacks, by media type: another definition may have replaced them. */
  readonly slots: ReadonlyMap<string, string>;
}

function pairNames(side: readonly string[], { known, acceptOf, slots }: Pairing): ReadonlyMap<string, Json> {
  const items = new Map<string, Json>();
  for (const name of side) {
    const mediaType = mediaTypeOf(name, acceptOf);
    const key = known.has(name) ? name : (slots.get(mediaType) ?? `new ${mediaType}`);
    items.set(items.has(key) ? `new ${mediaType} ${name}` : key, name);
  }
  return items;
}

function mediaTypeOf(name: string, acceptOf: AcceptOf): string {
  return acceptOf(name)[0] ?? '';
}
