import type { SystemState } from '@connectory/contract';
import { type Database, type InstallationState, readInstallationState } from '@connectory/database';
import { importerVersion } from '@connectory/importer';
import type { QueueCheck } from '@connectory/queue';
import { connectoryVersion, createProbe, type Settings } from '@connectory/runtime';
import type { Router } from 'express';
import { findAlerts } from './find-alerts.ts';

/** Timeout for the check of the queue. */
const queueTimeoutMs = 3_000;

interface SystemDependencies {
  readonly database: Database;
  readonly queueCheck: Pick<QueueCheck, 'run'>;
  readonly settings: Settings;
}

/** Adds the route under `/api/operator/v1` that shows the state of the installation. */
export function addSystemRoutes(router: Router, { database, queueCheck, settings }: SystemDependencies): void {
  const isQueueReachable = createProbe(() => queueCheck.run(), queueTimeoutMs);
  const startedAt = new Date(Date.now() - process.uptime() * 1000).toISOString();
  const build = { version: connectoryVersion(), importerVersion, node: process.version, startedAt };
  router.get('/system', async (_request, response) => {
    const [found, isReachable] = await Promise.all([readInstallationState(database), isQueueReachable()]);
    const state = {
      api: { ...build, processes: found.processes.api },
      ...presentWork(found),
      database: presentDatabase(found, database, settings),
      queue: {
        backend: settings.REDIS_URL === undefined ? 'postgres' : 'redis',
        status: isReachable ? 'ok' : 'away',
      },
    } as const;
    const alerts = findAlerts(state, { staleAfterSeconds: settings.STALE_AFTER_SECONDS });
    response.json({ ...state, alerts: [...alerts] } satisfies SystemState);
  });
}

function presentWork({ processes, claims, waiting, recent, notifications, bulkRuns }: InstallationState) {
  const waitingOf = (bulk: boolean): SystemState['interactive'] => {
    const row = waiting.find((each) => each.status === 'queued' && each.bulk === bulk);
    return { count: row?.count ?? 0, oldestSeconds: row?.oldestSeconds ?? 0 };
  };
  return {
    workers: { processes: processes.workers, ...claims },
    interactive: waitingOf(false),
    bulk: waitingOf(true),
    lastHour: recent,
    notifications,
    bulkRuns,
  };
}

function presentDatabase(found: InstallationState, { pool }: Database, settings: Settings): SystemState['database'] {
  return {
    version: found.serverVersion,
    bytes: found.databaseBytes,
    latestMigration: found.latestMigration,
    connectionsInUse: pool.totalCount - pool.idleCount,
    connections: settings.DATABASE_POOL_SIZE,
    waiting: pool.waitingCount,
  };
}
