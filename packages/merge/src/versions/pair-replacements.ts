/** An entity by the keys of its identity, the strongest first. */
export interface IdentifiedEntity {
  readonly id: string;
  readonly keys: readonly (string | undefined)[];
}

/**
 * Pairs entities that a user made with deleted ones of the same identity: these are replaced, and the made ones take over their bases. Each
 * entity is in one pair at most; a stronger key pairs first. Takes linear time.
 * @returns the id of the deleted entity by that of the made one.
 */
export function pairReplacements(
  deleted: readonly IdentifiedEntity[],
  made: readonly IdentifiedEntity[],
): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  const replaced = new Set<string>();
  const levels = Math.max(0, ...[deleted[0], made[0]].map((entity) => entity?.keys.length ?? 0));
  for (let level = 0; level < levels; level += 1) {
    const free = new Map<string, string[]>();
    for (const { id, keys } of deleted.toReversed()) {
      const key = keys[level];
      if (key === undefined || replaced.has(id)) continue;
      const ids = free.get(key) ?? [];
      ids.push(id);
      free.set(key, ids);
    }
    for (const { id, keys } of made) {
      const key = keys[level];
      const found = key === undefined || pairs.has(id) ? undefined : free.get(key)?.pop();
      if (found === undefined) continue;
      pairs.set(id, found);
      replaced.add(found);
    }
  }
  return pairs;
}
