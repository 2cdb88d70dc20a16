import type { StoredMessages } from '../messages/stored-messages.ts';
import type { PlannedEdits } from '../plans/plan-version.ts';
import type { ImportDiffSummary, ImportSummary, ImportTimings, MatchAccount } from '../records/import-record.ts';
import type { MappedFacts } from '../plans/version-source.ts';

/** An import that has succeeded, as its row is to say. */
export interface SucceededImport {
  /** Null after a dry run. */
  readonly versionId: string | null;
  readonly version: string;
  readonly facts: MappedFacts;
  /** Those of the document, of the connector and of the plan. */
  readonly messages: StoredMessages;
  readonly timings: ImportTimings;
  readonly matched: MatchAccount | undefined;
  readonly diff: ImportDiffSummary | undefined;
  readonly edits?: PlannedEdits | undefined;
}

export function summariseImport({ facts, messages, matched, diff, edits }: SucceededImport): ImportSummary {
  return {
    ...(edits?.counts ?? facts.counts),
    messages: messages.counts,
    ...(facts.overlays === undefined ? {} : { overlays: facts.overlays.totals }),
    ...(matched === undefined ? {} : { matched }),
    ...(diff === undefined ? {} : { diff }),
    ...(edits === undefined ? {} : { edits: edits.summary }),
  };
}
