import type { ConnectorModel } from '@connectory/importer';
import type { Json } from '@connectory/json';
import { renameReferences } from '@connectory/merge';
import { hash as digest } from 'node:crypto';
import { parseStored } from '../stored/stored-json.ts';
import { hashSchemas } from '../versions/hash-schemas.ts';
import type { KnownEntities, KnownOperation } from '../versions/known-entities.ts';
import type { EditedKind, StandingEdit, StandingEdits } from './standing-edits.ts';

/**
 * The entities of a draft by the identities that its import gave them: edited entities by that of their base, and deleted ones too. An import
 * is matched with these.
 */
export function identifyEntities(
  known: KnownEntities,
  { edits }: StandingEdits,
  renamed: ReadonlyMap<string, string>,
): KnownEntities {
  const definitionOf = (edit: StandingEdit | undefined) => baseDefinition(edit, renamed);
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

function baseDefinition(
  edit: StandingEdit | undefined,
  renamed: ReadonlyMap<string, string>,
): { readonly name: string; readonly content: string } | undefined {
  if (edit?.base === undefined) return undefined;
  const { schema = '', identity } = edit.base;
  return { name: identity.name, content: hashRenamed(schema, renamed) };
}

/** The definitions that a user renamed, by their name in the last import. */
export function findRenamed(known: KnownEntities, { edits }: StandingEdits): ReadonlyMap<string, string> {
  const names = new Map(known.definitions.map(({ id, name }) => [id, name]));
  return new Map(
    edits.flatMap(({ kind, entityId, base }): readonly [string, string][] => {
      const name = names.get(entityId);
      if (kind !== 'definition' || base === undefined || name === undefined) return [];
      return name === base.identity.name ? [] : [[base.identity.name, name]];
    }),
  );
}

/** The hash of each schema of an import, by which definitions are matched: references have the names that the user gave to definitions. */
export function hashContents(model: ConnectorModel, renamed: ReadonlyMap<string, string>): readonly string[] {
  const hashes = hashSchemas(model).definitions;
  const targets = new Set(model.definitions.flatMap(({ name }, index) => (renamed.has(name) ? [index] : [])));
  return model.definitions.map(({ schema, references }, index) =>
    references.some((target) => targets.has(target)) ? hashRenamed(schema, renamed) : (hashes[index] ?? ''),
  );
}

function hashRenamed(schema: string, renamed: ReadonlyMap<string, string>): string {
  const nameOf = (name: string): string => renamed.get(name) ?? name;
  const isAffected = renamed.size > 0 && schema.includes('.json');
  const text = isAffected ? JSON.stringify(renameReferences(parseStored<Json>(schema), nameOf)) : schema;
  return digest('sha256', text, 'hex');
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
  const bases = edits.flatMap(({ kind, entityId, base, state }) =>
    kind === 'definition' && base !== undefined ? [{ id: entityId, name: base.identity.name, state }] : [],
  );
  for (const { id, name } of [...known, ...bases]) if (!byId.has(id)) byId.set(id, claimName(taken, name));
  const named = (list: readonly { readonly id: string; readonly name: string }[]): readonly [string, string][] =>
    list.map(({ id, name }) => [name, byId.get(id) ?? name]);
  // Entities still refer to definitions that the user deleted.
  const deleted = bases.filter(({ state }) => state === 'deleted');
  const ours = new Map([...named(deleted), ...named(known)]);
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
