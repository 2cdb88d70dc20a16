import type { ConnectorModel } from '@connectory/importer';
import type { EditOutcome, MergedVersion } from '@connectory/merge';
import { triggerPath } from '@connectory/diff';
import { hash as digest } from 'node:crypto';
import { createBodyRenderer } from '../versions/render-bodies.ts';
import type { KnownIds } from '../versions/render-version.ts';
import type { ModelBuilder } from './build-model.ts';
import type { EditedKind, PlannedEdit, StandingEdit, StandingEdits } from './standing-edits.ts';

export interface PlannedEdits {
  readonly edits: readonly PlannedEdit[];
  /** Schemas of bases, by hash. */
  readonly baseSchemas: ReadonlyMap<string, string>;
}

interface EditsPlan {
  readonly imported: ConnectorModel;
  readonly merged: MergedVersion;
  readonly standing: StandingEdits;
  readonly builder: ModelBuilder;
  readonly ids: KnownIds;
  readonly renew: (id: string) => string;
  readonly createId: () => string;
}

type Base = NonNullable<PlannedEdit['base']>;

/** The edits after a merge: the base of each is what the import made, if the import has the entity. */
export function planEdits(plan: EditsPlan): PlannedEdits {
  const { imported, merged, standing, builder, ids, renew, createId } = plan;
  const stored = new Map(standing.edits.map((edit) => [`${edit.kind} ${edit.entityId}`, edit]));
  const renderer = createBodyRenderer(builder.model, ids.definitions, createId);
  const baseSchemas = new Map<string, string>();
  const planKind = <Form>(
    kind: EditedKind,
    outcomes: readonly EditOutcome<Form>[],
    render: (index: number, id: string) => Base | undefined,
  ): readonly PlannedEdit[] =>
    outcomes.flatMap(({ id, next }) => {
      if (next === undefined) return [];
      const entityId = renew(id);
      const old = stored.get(`${kind} ${id}`);
      const base = next.imported === undefined ? renewBase(old, standing, renew) : render(next.imported, entityId);
      return [{ kind, sourceEntityId: old?.sourceEntityId ?? id, entityId, state: next.state, base }];
    });
  const edits = [
    ...planKind('action', merged.actions.outcomes, (index, id) => {
      const action = imported.actions[index];
      if (action === undefined) return undefined;
      const { name, method, template: path, operationId } = action;
      const body = renderer.action(id, builder.importedOperation(action));
      return { body, identity: { name, method, path, operationId }, schemaHash: undefined };
    }),
    ...planKind('trigger', merged.triggers.outcomes, (index, id) => {
      const trigger = imported.triggers[index];
      if (trigger === undefined) return undefined;
      const { name, method, operationId, openapi } = trigger;
      const body = renderer.trigger(id, builder.importedOperation(trigger));
      return { body, identity: { name, method, path: triggerPath(openapi), operationId }, schemaHash: undefined };
    }),
    ...planKind('definition', merged.definitions.outcomes, (index, id) => {
      const definition = imported.definitions[index];
      if (definition === undefined) return undefined;
      const { schema } = builder.importedDefinition(definition);
      const schemaHash = digest('sha256', schema, 'hex');
      baseSchemas.set(schemaHash, schema);
      return { body: renderer.definition(id, definition), identity: { name: definition.name }, schemaHash };
    }),
  ];
  return { edits, baseSchemas };
}

/** The base of an edit in another version: its ids are those of the new entities. */
function renewBase(
  edit: StandingEdit | undefined,
  { from }: StandingEdits,
  renew: (id: string) => string,
): Base | undefined {
  if (edit?.base === undefined || from === undefined) return undefined;
  const { body, identity } = edit.base;
  return {
    body: body.replaceAll(/(?<="id":")[0-7][0-9A-HJKMNP-TV-Z]{25}(?=")/g, renew),
    identity,
    schemaHash: undefined,
  };
}
