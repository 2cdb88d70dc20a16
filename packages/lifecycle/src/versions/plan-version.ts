import { diffVersions, parseVersionContent, type StoredContent, type VersionDiff } from '@connectory/diff';
import type { ConnectorModel, Message } from '@connectory/importer';
import { diffSkipped } from '../messages/all-version-rules.ts';
import { toMessage } from '../messages/to-message.ts';
import { type KeptIds, keepIds } from './keep-ids.ts';
import type { KnownEntities } from './known-entities.ts';
import { noKnownIds, renderVersion, type VersionRows } from './render-version.ts';
import { contentOfRows } from './version-content.ts';

/** A version of the requested name, as it was read. */
export interface StoredVersion {
  readonly id: string;
  /** Changes with every write of its row. */
  readonly revision: string;
  readonly published: boolean;
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
}

export interface PlannedDiff {
  readonly base: DiffBase;
  readonly diff: VersionDiff;
}

/** Decides which entities keep their ids, renders the rows, and compares them with the base. Pure: ids come from `createId`. */
export function planVersion(
  standing: VersionStanding,
  model: ConnectorModel,
  options: { readonly maxDiffBytes: number; readonly maxBodyChars?: number; readonly createId: () => string },
): VersionPlan {
  const { existing, known, base, baseContent } = standing;
  const kept = known && keepIds(model, known);
  const rows = renderVersion(model, kept?.ids ?? noKnownIds, options.createId, options.maxBodyChars);
  const messages = kept?.messages ?? [];
  if (base === undefined) return { existing, kept, rows, diff: undefined, messages };
  if (baseContent === undefined) {
    const detail = [`compared with: version ${base.version}`, `limit: ${options.maxDiffBytes} bytes`];
    return { existing, kept, rows, diff: undefined, messages: [...messages, toMessage(diffSkipped, 1, detail)] };
  }
  const diff = diffVersions(parseVersionContent(baseContent), parseVersionContent(contentOfRows(rows)));
  return { existing, kept, rows, diff: { base, diff }, messages };
}

/** Whether a plan still holds: the version of the requested name is the one it was planned against. */
export function isPlanCurrent(
  { existing: planned }: Pick<VersionStanding, 'existing'>,
  existing: StoredVersion | undefined,
): boolean {
  return existing?.id === planned?.id && existing?.revision === planned?.revision;
}
