import type { ConnectorModel } from '@connectory/importer';
import { hash as digest } from 'node:crypto';
import type { KnownEntities, KnownOperation } from '../versions/known-entities.ts';
import type { EditedKind, StandingEdit, StandingEdits } from './standing-edits.ts';

/**
 * The entities of a draft by the identities that its import gave them: edited entities by that of their base, and deleted ones too. An import
 * is matched with these.
 */
export function identifyEntities(known: KnownEntities, { edits }: StandingEdits): KnownEntities {
  const bases = new Map(edits.flatMap((edit) => (edit.base === undefined ? [] : [[edit.entityId, edit] as const])));
  return {
    actions: [...known.actions.map((one) => operationOf(bases.get(one.id), one)), ...deletedOf(edits, 'action')],
    triggers: [...known.triggers.map((one) => operationOf(bases.get(one.id), one)), ...deletedOf(edits, 'trigger')],
    definitions: [
      ...known.definitions.map((one) => ({ ...one, ...definitionOf(bases.get(one.id)) })),
      ...edits.flatMap((edit) =>
        edit.kind === 'definition' && edit.state === 'deleted'
          ? [{ id: edit.entityId, name: '', content: '', ...definitionOf(edit) }]
          : [],
      ),
    ],
  };
}

function operationOf(edit: StandingEdit | undefined, entity: KnownOperation): KnownOperation {
  if (edit?.base === undefined) return entity;
  const { name, method = '', path, operationId } = edit.base.identity;
  return { id: entity.id, name, method, path, operationId };
}

function deletedOf(edits: readonly StandingEdit[], kind: EditedKind): readonly KnownOperation[] {
  return edits
    .filter((edit) => edit.kind === kind && edit.state === 'deleted')
    .map((edit) => operationOf(edit, { id: edit.entityId, name: '', method: '' }));
}

function definitionOf(edit: StandingEdit | undefined): { readonly name: string; readonly content: string } | undefined {
  if (edit?.base === undefined) return undefined;
  return { name: edit.base.identity.name, content: digest('sha256', edit.base.schema ?? '', 'hex') };
}

/** The names of definitions that are common to all states of a version. */
export interface CommonNames {
  /** By id. Definitions of the import have their name in it. */
  readonly byId: ReadonlyMap<string, string>;
  readonly ids: ReadonlyMap<string, string>;
  readonly ours: ReadonlyMap<string, string>;
  readonly base: ReadonlyMap<string, string>;
}

/** @param matched the ids of the import's definitions by name. */
export function nameDefinitions(
  model: ConnectorModel,
  known: KnownEntities['definitions'],
  edits: readonly StandingEdit[],
  matched: ReadonlyMap<string, string>,
): CommonNames {
  const byId = new Map([...matched].map(([name, id]) => [id, name]));
  const taken = new Set(model.definitions.map(({ name }) => name.toLowerCase()));
  const bases = edits.flatMap(({ kind, entityId, base }) =>
    kind === 'definition' && base !== undefined ? [{ id: entityId, name: base.identity.name }] : [],
  );
  for (const { id, name } of [...known, ...bases]) if (!byId.has(id)) byId.set(id, claimName(taken, name));
  const named = (list: readonly { readonly id: string; readonly name: string }[]): readonly [string, string][] =>
    list.map(({ id, name }) => [name, byId.get(id) ?? name]);
  const ours = new Map(named(known));
  return {
    byId,
    ids: new Map([...byId].map(([id, name]) => [name, id])),
    ours,
    base: new Map([...ours, ...named(bases)]),
  };
}

/** Adds a name to names that are unique without regard to case. A name that is taken gets a number. */
export function claimName(taken: Set<string>, name: string): string {
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = `${name}_${number}`;
  taken.add(free.toLowerCase());
  return free;
}
