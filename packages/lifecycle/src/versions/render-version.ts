import type { ActionModel, TriggerModel } from '@connectory/importer';
import { createBodyBudget } from './body-budget.ts';
import { storedText } from '../stored/stored-text.ts';
import { hashSchemas } from './hash-schemas.ts';
import { actionBody, nestedDefinition, type RenderContext, type RenderedModel, triggerBody } from './render-bodies.ts';

/**
 * Renders an entity as clients get it, JSON text, with new ids for its responses and their definitions. Call it once, when the row is
 * written: the texts of a large version are then never in memory at the same time.
 */
export type WriteBody = () => string;

export interface ActionRow {
  readonly id: string;
  readonly position: number;
  readonly name: string;
  readonly method: string;
  readonly template: string;
  readonly operation_id: string | null;
  readonly body: WriteBody;
}

export type TriggerRow = Omit<ActionRow, 'template'>;

export interface DefinitionRow {
  readonly id: string;
  readonly position: number;
  readonly name: string;
  readonly name_key: string;
  /** SHA-256 of the schema's text, hexadecimal. */
  readonly schema_hash: string;
  readonly body: WriteBody;
}

export interface SchemaRow {
  readonly hash: string;
  readonly body: string;
}

export interface VersionRows {
  readonly actions: readonly ActionRow[];
  readonly triggers: readonly TriggerRow[];
  readonly definitions: readonly DefinitionRow[];
  /** SHA-256 of the text of the version's extras, hexadecimal. The text is one of `schemas`. */
  readonly extrasHash: string;
  /** Schemas and the extras, without duplicates, ordered by hash, so that concurrent transactions lock them in the same order. */
  readonly schemas: readonly SchemaRow[];
}

/** Ids by name, from the replaced version. Entities that keep their id keep their references valid. */
export interface KnownIds {
  readonly actions: ReadonlyMap<string, string>;
  readonly triggers: ReadonlyMap<string, string>;
  readonly definitions: ReadonlyMap<string, string>;
}

/** For a version that replaces none. */
export const noKnownIds: KnownIds = { actions: new Map(), triggers: new Map(), definitions: new Map() };

interface Reference {
  readonly type: 'action' | 'trigger' | 'definition';
  readonly id: string;
  readonly name: string;
}

/**
 * Renders the rows of a version from its model. Entities without a known id get a new one from `createId`.
 * @param maxChars limit for all bodies together: writing them throws OutputTooLargeError above it.
 */
export function renderVersion(
  model: RenderedModel,
  known: KnownIds,
  createId: () => string,
  maxChars = Number.POSITIVE_INFINITY,
): VersionRows {
  const budget = createBodyBudget(maxChars);
  const definitionIds = model.definitions.map(({ name }) => known.definitions.get(name) ?? createId());
  const { missing = [] } = model;
  const nested = [
    ...model.definitions.map((definition, index) => nestedDefinition(definition, definitionIds[index] ?? '')),
    ...missing.map((definition) => nestedDefinition(definition, known.definitions.get(definition.name) ?? '')),
  ];
  const referencedBy = model.definitions.map((): Reference[] => []);
  const refer = (reference: Reference, definitions: Iterable<number>): void => {
    for (const index of definitions) referencedBy[index]?.push(reference);
  };
  const context: RenderContext = { nested, createId, budget };

  const actions = model.actions.map((action, position): ActionRow => {
    const id = known.actions.get(action.name) ?? createId();
    refer({ type: 'action', id, name: action.name }, definitionsOf(action));
    const columns = { ...operationColumns(action), template: storedText(action.template) };
    return {
      id,
      position,
      ...columns,
      body: budget.count(() => actionBody(id, action, context)),
    };
  });
  const triggers = model.triggers.map((trigger, position): TriggerRow => {
    const id = known.triggers.get(trigger.name) ?? createId();
    refer({ type: 'trigger', id, name: trigger.name }, definitionsOf(trigger));
    const body = budget.count(() => triggerBody(id, trigger, context));
    return { id, position, ...operationColumns(trigger), body };
  });
  model.definitions.forEach(({ name, references }, index) => {
    refer({ type: 'definition', id: definitionIds[index] ?? '', name }, references);
  });

  const hashes = hashSchemas(model);
  const schemas = new Map([[hashes.extras, model.extras]]);
  const definitions = model.definitions.map(({ name, schema }, position): DefinitionRow => {
    const hash = hashes.definitions[position] ?? '';
    schemas.set(hash, schema);
    const body = budget.count(
      () =>
        `${(nested[position] ?? '{}').slice(0, -1)},"referencedBy":${JSON.stringify(referencedBy[position] ?? [])}}`,
    );
    return { id: definitionIds[position] ?? '', position, name, name_key: name.toLowerCase(), schema_hash: hash, body };
  });
  const ordered = [...schemas].sort(([a], [b]) => (a < b ? -1 : 1)).map(([hash, body]) => ({ hash, body }));
  return { actions, triggers, definitions, extrasHash: hashes.extras, schemas: ordered };
}

function operationColumns(operation: ActionModel | TriggerModel) {
  return {
    name: operation.name,
    method: operation.method,
    operation_id: operation.operationId === undefined ? null : storedText(operation.operationId),
  };
}

export function definitionsOf(operation: ActionModel | TriggerModel): ReadonlySet<number> {
  const found = new Set(operation.requestBody?.definitions);
  for (const { definitions } of operation.responses) for (const index of definitions) found.add(index);
  for (const index of operation.references) found.add(index);
  return found;
}
