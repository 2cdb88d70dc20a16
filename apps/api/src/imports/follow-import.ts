import { type Database, findImport, type ImportWatcher } from '@connectory/database';
import { hasEnded, type ImportRecord } from '@connectory/lifecycle';
import type { RequestHandler } from 'express';
import { type FollowedState, sendEvents } from '../events/send-events.ts';
import type { ApiMetrics } from '../metrics/api-metrics.ts';
import type { Quotas } from '../quotas/quotas.ts';
import { presentImport } from './present-import.ts';
import { requireImport } from './require-import.ts';

export interface FollowDependencies {
  readonly database: Database;
  readonly watcher: ImportWatcher;
  readonly metrics: ApiMetrics;
  readonly quotas: Pick<Quotas, 'untilClosed'>;
  readonly baseUrl: () => string;
  readonly heartbeatMs?: number;
}

/** Streams an import as server-sent events until it ends: `event` is the status, `data` the Import. */
export function followImport(dependencies: FollowDependencies): RequestHandler {
  const { database, baseUrl } = dependencies;
  const stateOf = (record: ImportRecord): FollowedState => ({
    revision: record.revision,
    event: record.status,
    data: presentImport(record, baseUrl()),
    ended: hasEnded(record.status),
  });
  return async (request, response) => {
    const found = await requireImport(database, request);
    const read = async (): Promise<FollowedState | undefined> => {
      const record = await findImport(database, found.organisationId, found.id);
      return record === undefined ? undefined : stateOf(record);
    };
    await dependencies.quotas.untilClosed({ name: 'eventStreams', organisationId: found.organisationId, response });
    const source = { ...dependencies, id: found.id, read };
    await sendEvents(source, stateOf(found), request.get('Last-Event-ID'), response);
  };
}
