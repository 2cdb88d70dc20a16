import type { SystemState } from '@connectory/client';
import { counted, formatBytes, formatCount, formatMs } from '../format/numbers.ts';
import { Ago } from '../parts/ago.tsx';
import type { Fact } from './health.tsx';

const count = (name: string, value: number, isTroubled = false): Fact => ({
  name,
  value: formatCount(value),
  isTroubled: isTroubled && value > 0,
});

/** The age of the oldest of some; a dash for none. */
function age(name: string, seconds: number, some: number): Fact {
  return { name, value: some === 0 ? '–' : formatMs(seconds * 1_000) };
}

export function apiFacts({ api }: SystemState): readonly Fact[] {
  return [
    count('Processes', api.processes),
    { name: 'Version', value: api.version },
    { name: 'Importer', value: api.importerVersion },
    { name: 'Node.js', value: api.node },
    { name: 'Started', value: <Ago time={api.startedAt} /> },
  ];
}

export function workerFacts({ workers }: SystemState): readonly Fact[] {
  return [
    count('Processes', workers.processes),
    count('Running imports', workers.running),
    age('Silent for at most', workers.oldestHeartbeatSeconds, workers.running),
  ];
}

export function databaseFacts({ database }: SystemState): readonly Fact[] {
  const { connectionsInUse, connections } = database;
  return [
    { name: 'PostgreSQL', value: database.version.split(' ')[0] },
    { name: 'Size', value: formatBytes(database.bytes) },
    { name: 'Migration', value: database.latestMigration.replace(/^\d+_/, '').replaceAll('_', ' ') },
    { name: 'Connections', value: `${formatCount(connectionsInUse)} of ${formatCount(connections)}` },
    count('Waiting queries', database.waiting, true),
  ];
}

const enoughFree = 0.1;

export function isDiskFull({ disk }: SystemState): boolean {
  return disk !== undefined && disk.freeBytes < disk.bytes * enoughFree;
}

export function diskFacts(state: SystemState): readonly Fact[] {
  const { disk } = state;
  if (disk === undefined) return [{ name: 'Free', value: 'not known' }];
  const percent = disk.bytes === 0 ? 0 : Math.floor((disk.freeBytes / disk.bytes) * 100);
  return [
    { name: 'Free for uploads', value: `${formatBytes(disk.freeBytes)} (${percent} %)`, isTroubled: isDiskFull(state) },
    { name: 'Size', value: formatBytes(disk.bytes) },
  ];
}

const dayMs = 86_400_000;

/** Housekeeping runs every few minutes. Each run removes what its time allows. */
export function isHousekeepingLate({ housekeeping }: SystemState): boolean {
  return housekeeping.overdueSeconds * 1_000 > dayMs;
}

export function housekeepingFacts(state: SystemState): readonly Fact[] {
  const { running, importRetentionDays, auditDays, expiredImports, overdueSeconds } = state.housekeeping;
  return [
    { name: 'Runs now', value: running ? 'yes' : 'no' },
    count('Imports to remove', expiredImports, isHousekeepingLate(state)),
    age('First of them due for', overdueSeconds, expiredImports),
    { name: 'Imports kept', value: counted(importRetentionDays, 'day') },
    { name: 'Audit kept', value: counted(auditDays, 'day') },
  ];
}

export function queueFacts({ queue }: SystemState): readonly Fact[] {
  return [
    { name: 'Backend', value: queue.backend === 'redis' ? 'Redis' : 'PostgreSQL' },
    { name: 'Accepts jobs', value: queue.status === 'ok' ? 'yes' : 'no', isTroubled: queue.status !== 'ok' },
  ];
}

export function waitingFacts({ interactive, bulk, notifications, bulkRuns }: SystemState): readonly Fact[] {
  return [
    count('Waiting imports', interactive.count),
    age('Oldest of them', interactive.oldestSeconds, interactive.count),
    count('Waiting bulk imports', bulk.count),
    age('Oldest of them (bulk)', bulk.oldestSeconds, bulk.count),
    count('Running bulk runs', bulkRuns.running),
    count('Paused or stopped bulk runs', bulkRuns.paused + bulkRuns.stopped),
    count('Notifications to deliver', notifications.pending),
    count('Notifications given up in a day', notifications.givenUp, true),
  ];
}

export function recentFacts({ lastHour }: SystemState): readonly Fact[] {
  return [
    count('Succeeded', lastHour.succeeded),
    count('Failed', lastHour.failed),
    count('Failed by a defect', lastHour.defects, true),
    count('Cancelled', lastHour.cancelled),
  ];
}
