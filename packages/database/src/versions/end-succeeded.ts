import type { ConnectorModel, Message } from '@connectory/importer';
import type { Claim } from '../imports/claim-import.ts';
import { importChannel } from '../imports/import-channel.ts';
import type { ImportSummary, ImportTimings } from '../imports/import-record.ts';
import type { MatchAccount } from './keep-ids.ts';
import type { ImportDiffSummary } from './plan-diff.ts';
import type { SqlSession } from '../postgres/sql-session.ts';

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

/** `running → succeeded`, within the transaction that holds the import's row. */
export async function endSucceeded(tx: SqlSession, claim: Claim, ended: SucceededImport): Promise<void> {
  const { model, messages } = ended;
  const total = model.actions.length + model.triggers.length;
  await tx.$queryRaw`
    with ended as (
      update imports
         set status = 'succeeded', stage = 'done', claim_token = null, heartbeat_at = null, active_key = null,
             finished_at = clock_timestamp(), revision = revision + 1, progress_done = ${total}::int, progress_total = ${total}::int,
             version = ${ended.version}, version_id = ${ended.versionId}, openapi = ${model.openapi},
             summary = ${JSON.stringify(summarise(ended))}, coverage = ${JSON.stringify(model.coverage)},
             messages = ${JSON.stringify(messages)}, timings = ${JSON.stringify(ended.timings)}
       where id = ${claim.importId}
      returning id, status
    )
    select pg_notify(${importChannel}, id || ' ' || status)::text from ended`;
}

function summarise({ model, messages, matched, diff }: SucceededImport): ImportSummary {
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
