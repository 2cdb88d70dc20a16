import type { ConnectorModel, Message } from '@connectory/importer';
import type { ImportDiffSummary, ImportSummary, ImportTimings, MatchAccount } from '../records/import-record.ts';

/** An import that has succeeded, as its row is to say. */
export interface SucceededImport {
  /** Null after a dry run. */
  readonly versionId: string | null;
  readonly version: string;
  readonly model: ConnectorModel;
  readonly messages: readonly Message[];
  readonly timings: ImportTimings;
  readonly matched: MatchAccount | undefined;
  readonly diff: ImportDiffSummary | undefined;
}

export function summariseImport({ model, messages, matched, diff }: SucceededImport): ImportSummary {
  const count = (severity: Message['severity']): number => messages.filter((it) => it.severity === severity).length;
  return {
    actions: model.actions.length,
    triggers: model.triggers.length,
    definitions: model.definitions.length,
    messages: { info: count('info'), warning: count('warning'), error: count('error') },
    ...(matched === undefined ? {} : { matched }),
    ...(diff === undefined ? {} : { diff }),
  };
}
