export interface Random {
  /** A number from 0 to below 1. */
  next(): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  between(low: number, high: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** One key of `{key: weight}`. */
  weighted<Key extends string>(weights: { readonly [Name in Key]?: number }): Key;
}

/** Random numbers from a seed (mulberry32). The same seed makes the same choices, but not at the same moments. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    chance: (probability) => next() < probability,
    between: (low, high) => low + next() * (high - low),
    pick: <Item>(items: readonly Item[]) => items[Math.floor(next() * items.length)] as Item,
    weighted: <Key extends string>(weights: { readonly [Name in Key]?: number }) => {
      const entries = Object.entries<number>(weights as { readonly [name: string]: number });
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      const chosen = entries.find(([, weight]) => (left -= weight) < 0) ?? entries.at(-1);
      return chosen?.[0] as Key;
    },
  };
}
