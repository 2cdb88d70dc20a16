import type { Draft, Tracked, TrackedEdit } from './expect-version.ts';
import { type Identity, type Kind, kinds, renameInForm } from './plain-version.ts';

const keysOf: readonly ((identity: Identity) => string | undefined)[] = [
  ({ method, path }) => (method === undefined || path === undefined ? undefined : `${method} ${path}`),
  ({ name }) => name,
];

/**
 * An entity that a user made with the method and path, or the name, of one that is deleted is an edit of that one: docs/editing.md,
 * "Entities".
 */
export function joinReplacements(draft: Draft): Draft {
  const pairs = new Map(kinds.flatMap((kind) => [...pair(draft[kind])]));
  if (pairs.size === 0) return draft;
  const replaced = new Set([...pairs.values()].map(({ key }) => key));
  // A definition is named by the key of the one that replaces it.
  const keys = new Map([...pairs].map(([key, deleted]) => [deleted.key, key]));
  const join = (kind: Kind): readonly Tracked[] =>
    draft[kind]
      .filter(({ key }) => !replaced.has(key))
      .map((entity): Tracked => {
        const deleted = pairs.get(entity.key);
        if (deleted === undefined) return entity;
        return { ...entity, identity: deleted.identity, edit: { state: 'edited', base: deleted.edit?.base } };
      })
      .map((entity) => renameKeys(entity, (key) => keys.get(key) ?? key));
  return { actions: join('actions'), triggers: join('triggers'), definitions: join('definitions') };
}

/** @returns the deleted entity by the key of the one that replaces it. */
function pair(entities: readonly Tracked[]): ReadonlyMap<string, Tracked> {
  const pairs = new Map<string, Tracked>();
  for (const keyOf of keysOf) {
    const taken = new Set(pairs.values());
    for (const made of entities) {
      const wanted = keyOf(made.identity);
      if (made.edit?.state !== 'created' || pairs.has(made.key) || wanted === undefined) continue;
      const deleted = entities.find(
        (one) => one.edit?.state === 'deleted' && !taken.has(one) && keyOf(one.identity) === wanted,
      );
      if (deleted === undefined) continue;
      pairs.set(made.key, deleted);
      taken.add(deleted);
    }
  }
  return pairs;
}

function renameKeys(entity: Tracked, nameOf: (key: string) => string): Tracked {
  const rename = <Side extends NonNullable<TrackedEdit['base']>>(side: Side): Side => ({
    ...side,
    form: renameInForm(side.form, nameOf),
    media: new Map([...side.media].map(([key, type]) => [nameOf(key), type])),
  });
  const { edit } = entity;
  if (edit?.base === undefined) return rename(entity);
  return { ...rename(entity), edit: { ...edit, base: rename(edit.base) } };
}
