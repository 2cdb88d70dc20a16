import type { DiffSummary, RuleCount } from '@connectory/diff';
import type { ConnectorFacts, ConnectorModel, Coverage, Message } from '@connectory/importer';
import type { MatchAccount } from '../records/import-record.ts';
import type { AppliedOverlays } from '../records/overlay-record.ts';
import { type StoredMessages, storeMessages } from '../messages/stored-messages.ts';
import { countSchemaChars } from '../versions/hash-schemas.ts';
import type { EditsOption } from '../edits/standing-edits.ts';
import type { DiffBase, PlannedDiff, PlannedEdits, VersionPlan, VersionStanding } from './plan-version.ts';

/** The facts of a mapped document that its import and its connector store. */
export interface MappedFacts {
  /** The version that the document declares. */
  readonly openapi: string;
  readonly connector: ConnectorFacts;
  readonly coverage: Coverage;
  readonly counts: EntityCounts;
  /** Characters of the schemas and the extras: the size of the version, for the limit of a diff. */
  readonly schemaChars: number;
  readonly messages: StoredMessages;
  /** Set when overlays were applied. */
  readonly overlays?: AppliedOverlays;
}

export interface EntityCounts {
  readonly actions: number;
  readonly triggers: number;
  readonly definitions: number;
}

export function factsOf(model: ConnectorModel): MappedFacts {
  const { openapi, connector, coverage, actions, triggers, definitions, messages } = model;
  return {
    openapi,
    connector,
    coverage,
    counts: { actions: actions.length, triggers: triggers.length, definitions: definitions.length },
    schemaChars: countSchemaChars(model),
    messages: storeMessages(messages),
  };
}

/** A plan without its rows, as the writer of the version needs it. */
export interface PlannedVersion {
  /** Which entities kept their ids, and why; undefined when no version is replaced. */
  readonly matched: MatchAccount | undefined;
  /** Messages that arose from the plan. */
  readonly messages: readonly Message[];
  readonly diff: RenderedDiff | undefined;
  /** SHA-256 of the version's extras, hexadecimal. */
  readonly extrasHash: string;
  /** SHA-256 of each schema and of the extras, hexadecimal, ascending. */
  readonly schemaHashes: readonly string[];
  /** Undefined when there were no edits. */
  readonly edits?: PlannedEdits | undefined;
}

export interface RenderedDiff {
  readonly base: DiffBase;
  readonly summary: DiffSummary;
  readonly rules: readonly RuleCount[];
  /** JSON array of DiffEntry. */
  readonly entriesJson: string;
}

export function describePlan({ kept, messages, diff, rows, edits }: VersionPlan): PlannedVersion {
  const schemaHashes = rows.schemas.map(({ hash }) => hash);
  return {
    matched: kept?.account,
    messages,
    diff: diff && renderDiff(diff),
    extrasHash: rows.extrasHash,
    schemaHashes,
    edits,
  };
}

function renderDiff({ base, diff }: PlannedDiff): RenderedDiff {
  return { base, summary: diff.summary, rules: diff.rules, entriesJson: JSON.stringify(diff.entries) };
}

/** Writes a diff as clients get it, JSON text. @param to without `versionId` when the version is not stored. */
export function diffJson(
  { base, summary, entriesJson }: RenderedDiff,
  to: { readonly versionId?: string; readonly version: string },
): string {
  const head = JSON.stringify({ from: base, to, summary });
  return `${head.slice(0, -1)},"entries":${entriesJson}}`;
}

/** The tables that hold a version's content, in the order in which they are written. */
export type VersionTable = 'schemas' | 'actions' | 'triggers' | 'definitions';

/** Some whole rows of one table, in PostgreSQL's binary format. */
export interface RowChunk {
  readonly table: VersionTable;
  readonly bytes: Uint8Array;
}

export interface PlanLimits {
  readonly maxDiffBytes: number;
  readonly edits?: EditsOption | undefined;
}

/** A mapped document whose model may be in another process: planning and rendering happen where the model is. */
export interface VersionSource {
  readonly facts: MappedFacts;
  /** Plans the version against what is stored. The last plan is the one whose rows are written. */
  plan(standing: VersionStanding, options: PlanLimits): Promise<PlannedVersion>;
  /** Renders the rows of the last plan. Can be repeated. @param unknownSchemas hashes of the schemas to render. */
  rows(versionId: string, unknownSchemas: readonly string[]): AsyncIterable<RowChunk>;
}
