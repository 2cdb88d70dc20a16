import { statfs } from 'node:fs/promises';
import type { SystemState } from '@connectory/contract';
import {
  type ConnectedProcess,
  type Database,
  type InstallationState,
  readInstallationState,
} from '@connectory/database';
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
  readonly uploadFolder: string;
}

/** Adds the route under `/api/operator/v1` that shows the state of the installation. */
export function addSystemRoutes(router: Router, dependencies: SystemDependencies): void {
  const { database, queueCheck, settings, uploadFolder } = dependencies;
  const isQueueReachable = createProbe(() => queueCheck.run(), queueTimeoutMs);
  const startedAt = new Date(Date.now() - process.uptime() * 1000).toISOString();
  const build = { version: connectoryVersion(), importerVersion, node: process.version, startedAt };
  router.get('/system', async (_request, response) => {
    const [found, isReachable, disk] = await Promise.all([
      readInstallationState(database, { retentionDays: settings.IMPORT_RETENTION_DAYS }),
      isQueueReachable(),
      readDisk(uploadFolder),
    ]);
    const state = {
      api: { ...build, processes: countOf(found, 'api') },
      ...presentWork(found),
      processes: found.processes.map(presentProcess),
      database: presentDatabase(found, database, settings),
      ...(disk === undefined ? {} : { disk }),
      housekeeping: presentHousekeeping(found, settings),
      queue: {
        backend: settings.REDIS_URL === undefined ? 'postgres' : 'redis',
        status: isReachable ? 'ok' : 'away',
      },
    } as const;
    const alerts = findAlerts(state, { staleAfterSeconds: settings.STALE_AFTER_SECONDS });
    response.json({ ...state, alerts: [...alerts] } satisfies SystemState);
  });
}

function countOf({ processes }: InstallationState, kind: ConnectedProcess['kind']): number {
  return processes.filter((each) => each.kind === kind).length;
}

function presentProcess({
  kind,
  version,
  connectedAt,
  lastSeenAt,
}: ConnectedProcess): SystemState['processes'][number] {
  return {
    kind,
    ...(version === null ? {} : { version }),
    ...(connectedAt === null ? {} : { connectedAt: connectedAt.toISOString() }),
    ...(lastSeenAt === null ? {} : { lastSeenAt: lastSeenAt.toISOString() }),
  };
}

/** @returns undefined where the file system does not say. */
async function readDisk(folder: string): Promise<SystemState['disk']> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { freeBytes: bavail * bsize, bytes: blocks * bsize };
  } catch {
    return undefined;
  }
}

function presentHousekeeping({ expired }: InstallationState, settings: Settings): SystemState['housekeeping'] {
  return {
    running: expired.isRunning,
    importRetentionDays: settings.IMPORT_RETENTION_DAYS,
    auditDays: settings.AUDIT_DAYS,
    expiredImports: expired.count,
    overdueSeconds: expired.overdueSeconds,
  };
}

function presentWork(found: InstallationState) {
  const { claims, waiting, recent, notifications, bulkRuns } = found;
  const waitingOf = (bulk: boolean): SystemState['interactive'] => {
    const row = waiting.find((each) => each.status === 'queued' && each.bulk === bulk);
    return { count: row?.count ?? 0, oldestSeconds: row?.oldestSeconds ?? 0 };
  };
  return {
    workers: { processes: countOf(found, 'worker'), ...claims },
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
