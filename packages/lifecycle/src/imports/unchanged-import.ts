import type { ClaimedWork } from '../records/claim.ts';
import type { ImportSummary } from '../records/import-record.ts';

/**
 * Decides which versions can make an import superfluous. `draft`: the draft that it is to replace. `any`: any version of the
 * connector, for a bulk re-import that makes new versions. A second version with the same content would be of no use.
 * @returns undefined when the import must run.
 */
export function findReusableKind({
  createsConnector,
  options,
  version,
}: Pick<ClaimedWork, 'createsConnector' | 'options' | 'version'>): 'draft' | 'any' | undefined {
  if (createsConnector || options.editsFrom !== undefined) return undefined;
  // Edits must be dropped, or refused.
  if (options.edits === 'discard' || options.edits === 'fail') return undefined;
  if (options.ifExists === 'replace') return version === null ? undefined : 'draft';
  return options.diffAgainst === undefined ? undefined : 'any';
}

const noCounts = { added: 0, removed: 0, changed: 0 };
const noChanges = {
  breaking: 0,
  nonBreaking: 0,
  annotation: 0,
  actions: noCounts,
  triggers: noCounts,
  definitions: noCounts,
};

/** The summary of an import that found its version unchanged. @param made the summary of the import that made that version. */
export function summariseUnchanged(version: string, made: ImportSummary): ImportSummary {
  const { actions, triggers, definitions, messages, overlays } = made;
  const applied = overlays === undefined ? {} : { overlays };
  return {
    actions,
    triggers,
    definitions,
    messages,
    ...applied,
    diff: { against: version, ...noChanges },
    unchanged: true,
  };
}

/** The diff of an import that found its version unchanged, JSON text: it has no entries. */
export function unchangedDiffJson(same: { readonly id: string; readonly version: string }, dryRun: boolean): string {
  const from = { versionId: same.id, version: same.version };
  const to = dryRun ? { version: same.version } : from;
  return JSON.stringify({ from, to, summary: noChanges, entries: [] });
}
