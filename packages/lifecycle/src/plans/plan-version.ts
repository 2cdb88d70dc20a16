import { diffVersions, parseVersionContent, type StoredContent, type VersionDiff } from '@connectory/diff';
import type { ConnectorModel, Message } from '@connectory/importer';
import { diffSkipped } from '../messages/all-version-rules.ts';
import { toMessage } from '../messages/to-message.ts';
import { checkEditedRows } from '../edits/check-edited-rows.ts';
import { findDangling, findPlaced } from '../edits/missing-definitions.ts';
import { mergeEdits } from '../edits/merge-edits.ts';
import type { EditResult, EditsOption, EditsSummary, PlannedEdit, StandingEdits } from '../edits/standing-edits.ts';
import { leftBehindMessages } from '../edits/describe-left-behind.ts';
import { type KeptIds, keepIds } from '../versions/keep-ids.ts';
import type { KnownEntities } from '../versions/known-entities.ts';
import { noKnownIds, renderVersion, type SchemaRow, type VersionRows } from '../versions/render-version.ts';
import { contentOfRows } from '../versions/version-content.ts';

/** A version of the requested name, as it was read. */
export interface StoredVersion {
  readonly id: string;
  /** Changes with every write of its row. */
  readonly revision: string;
  readonly published: boolean;
  /** Whether users have edited its entities. */
  readonly edited: boolean;
}

/** The version to compare with. */
export interface DiffBase {
  readonly versionId: string;
  readonly version: string;
}

/** The stored state that a plan depends on. */
export interface VersionStanding {
  readonly existing: StoredVersion | undefined;
  /** The entities of `existing`; undefined when it must not be replaced, or does not exist. */
  readonly known: KnownEntities | undefined;
  /** Undefined when the import has nothing to compare with. */
  readonly base: DiffBase | undefined;
  /** The content of `base`; undefined when both versions together exceed `maxDiffBytes`. */
  readonly baseContent: StoredContent | undefined;
  /** Undefined when the version has no edits, as most. */
  readonly edits?: StandingEdits | undefined;
  /** Edits of the latest version, which a new version does not take over. */
  readonly leftBehind?: { readonly version: string; readonly count: number } | undefined;
}

/** The rows to write, and the standing they were planned against. */
export interface VersionPlan {
  readonly existing: StoredVersion | undefined;
  /** Undefined when no version is replaced. */
  readonly kept: KeptIds | undefined;
  readonly rows: VersionRows;
  /** Changes against the replaced version; for a dry run of a new version, against the latest. */
  readonly diff: PlannedDiff | undefined;
  readonly messages: readonly Message[];
  /** Undefined when there were no edits. */
  readonly edits: PlannedEdits | undefined;
}

/** How the plan treats edits. */
export interface PlannedEdits {
  readonly edits: readonly PlannedEdit[];
  readonly summary: EditsSummary;
  readonly results: readonly EditResult[];
  /** Ids of edited entities whose errors keep the version from being published. */
  readonly invalid: readonly string[];
  /** Number of entities, which edits may have changed. */
  readonly counts: { readonly actions: number; readonly triggers: number; readonly definitions: number };
}

export interface PlannedDiff {
  readonly base: DiffBase;
  readonly diff: VersionDiff;
}

export interface PlanOptions {
  readonly maxDiffBytes: number;
  readonly maxBodyChars?: number;
  readonly createId: () => string;
  /** `keep` by default. An import with `fail` is refused before it is planned. */
  readonly edits?: EditsOption | undefined;
}

/** Decides which entities keep their ids, renders the rows, and compares them with the base. Pure: ids come from `createId`. */
export function planVersion(standing: VersionStanding, model: ConnectorModel, options: PlanOptions): VersionPlan {
  const { existing, base, baseContent } = standing;
  const { kept, rows, edits, messages } = planRows(standing, model, options);
  const planned = { existing, kept, rows, edits };
  if (base === undefined) return { ...planned, diff: undefined, messages };
  if (baseContent === undefined) {
    const detail = [`compared with: version ${base.version}`, `limit: ${options.maxDiffBytes} bytes`];
    return { ...planned, diff: undefined, messages: [...messages, toMessage(diffSkipped, 1, detail)] };
  }
  const diff = diffVersions(parseVersionContent(baseContent), parseVersionContent(contentOfRows(rows)));
  return { ...planned, diff: { base, diff }, messages };
}

type PlannedRows = Pick<VersionPlan, 'kept' | 'rows' | 'edits' | 'messages'>;

function planRows(standing: VersionStanding, model: ConnectorModel, options: PlanOptions): PlannedRows {
  const { known, edits } = standing;
  const { createId, maxBodyChars } = options;
  if (edits !== undefined && known !== undefined) return planEditedRows({ known, edits }, model, options);
  const kept = known && keepIds(model, known);
  const rows = renderVersion(model, kept?.ids ?? noKnownIds, createId, maxBodyChars);
  const messages = [...(kept?.messages ?? []), ...leftBehindMessages(standing.leftBehind)];
  return { kept, rows, edits: undefined, messages };
}

function planEditedRows(
  { known, edits: standing }: { readonly known: KnownEntities; readonly edits: StandingEdits },
  model: ConnectorModel,
  { createId, maxBodyChars, edits: option }: PlanOptions,
): PlannedRows {
  const merged = mergeEdits({ model, known, standing, discard: option === 'discard', createId });
  const { kept, edits, summary, results } = merged;
  const rendered = renderVersion(merged.model, kept.ids, createId, maxBodyChars);
  const edited = new Set(edits.filter(({ state }) => state !== 'deleted').map(({ entityId }) => entityId));
  const checked = checkEditedRows(rendered, {
    edited,
    dangling: findDangling(merged.model, rendered),
    placed: findPlaced(merged.model, rendered, edited),
  });
  const rows = { ...checked.rows, schemas: addSchemas(rendered.schemas, merged.baseSchemas) };
  const { actions, triggers, definitions } = merged.model;
  const counts = { actions: actions.length, triggers: triggers.length, definitions: definitions.length };
  return {
    // Entities of another version are not kept.
    kept: standing.from === undefined ? kept : undefined,
    rows,
    edits: { edits, summary, results, counts, invalid: checked.invalid },
    messages: [...(standing.from === undefined ? kept.messages : []), ...merged.messages],
  };
}

/** Adds schemas in the order of their hashes. */
function addSchemas(schemas: readonly SchemaRow[], added: ReadonlyMap<string, string>): readonly SchemaRow[] {
  const all = new Map([...added, ...schemas.map(({ hash, body }) => [hash, body] as const)]);
  return [...all].sort(([one], [other]) => (one < other ? -1 : 1)).map(([hash, body]) => ({ hash, body }));
}

/** Whether a plan still holds: the version of the requested name is the one it was planned against. */
export function isPlanCurrent(
  { existing: planned }: Pick<VersionStanding, 'existing'>,
  existing: StoredVersion | undefined,
): boolean {
  return existing?.id === planned?.id && existing?.revision === planned?.revision;
}
