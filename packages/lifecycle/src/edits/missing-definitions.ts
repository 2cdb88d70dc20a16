import type { ConnectorModel, DefinitionModel } from '@connectory/importer';
import { definitionsOf, type VersionRows } from '../versions/render-version.ts';
import type { RenderedModel } from '../versions/render-bodies.ts';
import { parseStored } from '../stored/stored-json.ts';
import { removeSchemaBase } from '../versions/version-content.ts';
import { type NamesOfSide, toLinked } from './entity-forms.ts';
import type { CommonNames } from './identify-entities.ts';
import type { MergedDefinition } from './merged-definitions.ts';
import type { StandingEdit } from './standing-edits.ts';

/** A definition that a user deleted, although entities refer to it. They keep their links, and get errors. */
export interface MissingDefinition {
  readonly id: string;
  /** The name by which forms refer to it. */
  readonly common: string;
  readonly definition: DefinitionModel;
}

/**
 * The definitions that a merged version lacks although its entities may refer to them: those of deleted definitions, and those that edited
 * entities link.
 */
export function collectMissing(
  model: ConnectorModel,
  definitions: readonly MergedDefinition[],
  names: CommonNames,
  edits: readonly StandingEdit[],
  linked: NamesOfSide['linked'],
): readonly MissingDefinition[] {
  const present = new Set(definitions.map(({ common }) => common));
  const imported = new Map(model.definitions.map((definition) => [definition.name, definition]));
  const missing = new Map<string, MissingDefinition>();
  const add = (common: string, nested: ReturnType<typeof toLinked>): void => {
    if (present.has(common) || missing.has(common)) return;
    const { id, name, accept, description } = nested;
    const known = { name, accept, ...(description === undefined ? {} : { description }), schema: '{}', references: [] };
    missing.set(common, { id, common, definition: imported.get(common) ?? known });
  };
  for (const { kind, state, entityId, base } of edits)
    if (kind === 'definition' && state === 'deleted' && base !== undefined)
      add(names.byId.get(entityId) ?? base.identity.name, toLinked(parseStored(removeSchemaBase(base.body))));
  for (const [common, nested] of linked) add(common, nested);
  return [...missing.values()];
}

/** Ids of the entities that refer to missing definitions. */
export function findDangling(model: RenderedModel, rows: VersionRows): ReadonlySet<string> {
  const isMissing = (index: number): boolean => index >= model.definitions.length;
  return new Set([
    ...idsWith(rows.actions, model.actions, (action) => [...definitionsOf(action)].some(isMissing)),
    ...idsWith(rows.triggers, model.triggers, (trigger) => [...definitionsOf(trigger)].some(isMissing)),
    ...idsWith(rows.definitions, model.definitions, ({ references }) => references.some(isMissing)),
  ]);
}

/** Ids of the entities that may refer to a place within an edited definition. Links of bodies lead to whole definitions. */
export function findPlaced(model: RenderedModel, rows: VersionRows, edited: ReadonlySet<string>): ReadonlySet<string> {
  const isEdited = (index: number): boolean => edited.has(rows.definitions[index]?.id ?? '');
  const refers = ({ references }: { readonly references: readonly number[] }): boolean => references.some(isEdited);
  return new Set([
    ...idsWith(rows.actions, model.actions, refers),
    ...idsWith(rows.triggers, model.triggers, refers),
    ...idsWith(rows.definitions, model.definitions, (it) => refers(it) && it.schema.includes('.json#')),
  ]);
}

function idsWith<Entity>(
  written: readonly { readonly id: string }[],
  entities: readonly Entity[],
  isWanted: (entity: Entity) => boolean,
): readonly string[] {
  return written.flatMap(({ id }, index) => {
    const entity = entities[index];
    return entity !== undefined && isWanted(entity) ? id : [];
  });
}
