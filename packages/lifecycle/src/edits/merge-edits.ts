import type { ConnectorModel, Message } from '@connectory/importer';
import {
  type EntityEdit,
  type EntityLists,
  mergeVersion,
  type MergedEntity,
  type OperationForm,
  type DefinitionForm,
  type MergedVersion,
} from '@connectory/merge';
import { type KeptIds, keepIds } from '../versions/keep-ids.ts';
import type { KnownEntities } from '../versions/known-entities.ts';
import type { RenderedModel } from '../versions/render-bodies.ts';
import type { KnownIds } from '../versions/render-version.ts';
import { buildModel, type DefinitionLists } from './build-model.ts';
import { describeEdits } from './describe-edits.ts';
import { formOfDefinition, formOfOperation, type NamesOfSide, readDefinition, readOperation } from './entity-forms.ts';
import { type CommonNames, findRenamed, hashContents, identifyEntities, nameDefinitions } from './identify-entities.ts';
import { collectDefinitions } from './merged-definitions.ts';
import { collectMissing } from './missing-definitions.ts';
import { planEdits } from './plan-edits.ts';
import type { EditedKind, EditResult, EditsSummary, PlannedEdit, StandingEdits } from './standing-edits.ts';
import { takeOverBases } from './take-over-bases.ts';

/** A model into which the edits of a version are merged. */
export interface EditedModel {
  readonly model: RenderedModel;
  readonly kept: KeptIds;
  readonly edits: readonly PlannedEdit[];
  /** Schemas of bases, by hash, which are stored beside those of the version. */
  readonly baseSchemas: ReadonlyMap<string, string>;
  readonly summary: EditsSummary;
  readonly results: readonly EditResult[];
  readonly messages: readonly Message[];
}

export interface EditsMerge {
  readonly model: ConnectorModel;
  /** The entities of the version with the edits. */
  readonly known: KnownEntities;
  readonly standing: StandingEdits;
  /** Whether the edits are dropped: entities are as imported, with the ids of those that they match. */
  readonly discard: boolean;
  readonly createId: () => string;
}

/** Merges the edits of a version into the model of a new import. */
export function mergeEdits({ model, known, standing: stored, discard, createId }: EditsMerge): EditedModel {
  const standing = takeOverBases(stored);
  const renamed = findRenamed(known, standing);
  const kept = keepIds(model, identifyEntities(known, standing, renamed), hashContents(model, renamed));
  const names = nameDefinitions(model, known.definitions, standing.edits, kept.ids.definitions);
  const used = discard ? { ...standing, edits: [] } : standing;
  const linked: NamesOfSide['linked'] = new Map();
  const merged = mergeVersion(toMerge(model, known, used, { ids: kept.ids, names, linked }));
  const definitions = collectDefinitions(model, merged, names, standing.rows);
  const missing = collectMissing(model, definitions, names, standing.edits, linked);
  const builder = buildModel(model, merged, { present: definitions, missing }, standing.rows);
  const renew = createRenewal(standing.from !== undefined, createId);
  const ids = idsOf(merged, { present: definitions, missing }, renew, createId);
  const planned = planEdits({ imported: model, merged, standing: used, builder, ids, renew, createId });
  const described = describeEdits(merged, definitions);
  const dropped = described.summary.dropped + standing.edits.length - used.edits.length;
  return {
    model: builder.model,
    kept: { ...kept, ids, account: withoutKept(kept.account, merged) },
    ...planned,
    summary: { ...described.summary, dropped },
    results: discard ? resultsOfDiscarded(standing, known) : described.results,
    messages: described.messages,
  };
}

function resultsOfDiscarded({ edits }: StandingEdits, known: KnownEntities): readonly EditResult[] {
  const present = [...known.actions, ...known.triggers, ...known.definitions];
  const names = new Map(present.map(({ id, name }) => [id, name]));
  return edits.map(({ kind, entityId, base }) => {
    const name = names.get(entityId) ?? base?.identity.name ?? '';
    return { kind, name, fate: 'dropped', conflicts: [] };
  });
}

/** Edits that the document has no entity for are not removed entities. */
function withoutKept(account: KeptIds['account'], merged: MergedVersion): KeptIds['account'] {
  const unmatched = ({ outcomes }: MergedVersion[keyof MergedVersion]): number =>
    outcomes.filter(({ next, notice }) => notice === 'not-in-document' || next?.state === 'created').length;
  const lessKept = <Counts extends { readonly removed: number }>(counts: Counts, kept: number): Counts => ({
    ...counts,
    removed: Math.max(0, counts.removed - kept),
  });
  return {
    actions: lessKept(account.actions, unmatched(merged.actions)),
    triggers: lessKept(account.triggers, unmatched(merged.triggers)),
    definitions: lessKept(account.definitions, unmatched(merged.definitions)),
  };
}

/** Ids of another version are replaced by new ones, each by the same. */
function createRenewal(isOther: boolean, createId: () => string): (id: string) => string {
  if (!isOther) return (id) => id;
  const renewed = new Map<string, string>();
  return (id) => {
    const found = renewed.get(id) ?? createId();
    renewed.set(id, found);
    return found;
  };
}

function idsOf(
  merged: MergedVersion,
  { present, missing }: DefinitionLists,
  renew: (id: string) => string,
  createId: () => string,
): KnownIds {
  const idsByName = <Form>(entities: readonly MergedEntity<Form>[]): ReadonlyMap<string, string> =>
    new Map(entities.flatMap(({ id, name }) => (id === undefined ? [] : [[name, renew(id)] as const])));
  return {
    actions: idsByName(merged.actions.entities),
    triggers: idsByName(merged.triggers.entities),
    // All of them, because bases refer to them too.
    definitions: new Map([
      ...missing.map(({ id, definition }) => [definition.name, renew(id)] as const),
      ...present.map(({ id, name }) => [name, id === undefined ? createId() : renew(id)] as const),
    ]),
  };
}

interface MergeNames {
  readonly ids: KnownIds;
  readonly names: CommonNames;
  /** Filled with the definitions that edited entities link. */
  readonly linked: NamesOfSide['linked'];
}

function toMerge(
  model: ConnectorModel,
  known: KnownEntities,
  standing: StandingEdits,
  { ids, names, linked }: MergeNames,
): Parameters<typeof mergeVersion>[0] {
  const [base, ours] = [sideOf(names, names.base, new Map()), sideOf(names, names.ours, linked)];
  const operations = (kind: 'action' | 'trigger', list: 'actions' | 'triggers'): EntityLists<OperationForm> => ({
    edits: editsOf(standing, kind, (body, _, isBase) => readOperation(body, isBase ? base : ours)),
    order: known[list].map(({ id }) => id),
    imported: model[list].map((operation) => ({
      id: ids[list].get(operation.name),
      name: operation.name,
      form: () => formOfOperation(operation, model),
    })),
  });
  const imported = new Map(model.definitions.map(({ name, accept }) => [name, accept]));
  return {
    actions: operations('action', 'actions'),
    triggers: operations('trigger', 'triggers'),
    definitions: {
      edits: editsOf(standing, 'definition', (body, schema, isBase) =>
        readDefinition(body, schema ?? '{}', isBase ? base : ours),
      ),
      order: known.definitions.map(({ id }) => id),
      imported: model.definitions.map((definition) => ({
        id: ids.definitions.get(definition.name),
        name: definition.name,
        form: () => formOfDefinition(definition),
      })),
    },
    accept: {
      base: (name) => base.linked.get(name)?.accept ?? [],
      ours: (name) => ours.linked.get(name)?.accept ?? [],
      theirs: (name) => imported.get(name) ?? [],
    },
  };
}

function sideOf(
  { byId }: CommonNames,
  byName: ReadonlyMap<string, string>,
  linked: NamesOfSide['linked'],
): NamesOfSide {
  return { byId, byName, linked };
}

function editsOf<Form extends OperationForm | DefinitionForm>(
  { edits, rows }: StandingEdits,
  kind: EditedKind,
  read: (body: string, schema: string | null | undefined, isBase: boolean) => Form,
): readonly EntityEdit<Form>[] {
  const stored = new Map(rows.map((row) => [row.id, row]));
  return edits
    .filter((edit) => edit.kind === kind)
    .map(({ entityId, state, base }) => {
      const row = state === 'deleted' ? undefined : stored.get(entityId);
      return {
        id: entityId,
        state,
        base: base && read(base.body, base.schema, true),
        ours: row && read(row.body, row.schema, false),
      };
    });
}
