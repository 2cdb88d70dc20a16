import { z } from 'zod';
import { about, timeOf } from './about.ts';
import type { WireType } from './wire-type.ts';

const api = z
  .looseObject({
    version: z.string().meta(about('Version of Connectory.', '0.1.0')),
    importerVersion: z
      .string()
      .meta(about('Version of the importer. Bulk re-imports select versions of earlier ones.', '6')),
    node: z.string().meta(about('Version of Node.js.', 'v20.20.2')),
    startedAt: timeOf('When the process that responds started'),
    processes: z.int().meta(about('API processes that are connected to the database.', 2)),
  })
  .meta({ id: 'SystemApi', description: 'The API.' });

const workers = z
  .looseObject({
    processes: z.int().meta(about('Workers that are connected to the database.', 2)),
    running: z.int().meta(about('Imports that they work on.', 3)),
    oldestHeartbeatSeconds: z
      .number()
      .meta(about('Seconds since the last sign of life of the running import that was silent for longest.', 1.2)),
  })
  .meta({ id: 'SystemWorkers', description: 'The workers.' });

const systemProcess = z
  .looseObject({
    kind: z.enum(['api', 'worker']).meta(about('What it does.')),
    version: z
      .string()
      .optional()
      .meta(about('Version of Connectory. Absent for one that does not state it.', '0.1.0')),
    connectedAt: timeOf('When it connected to the database')
      .optional()
      .meta(about('When it connected to the database. Absent where the role of the API may not see it.')),
    lastSeenAt: timeOf('Its last sign of life')
      .optional()
      .meta(about('Its last sign of life. There is one every 5 seconds. Absent where the API may not see it.')),
  })
  .meta({ id: 'SystemProcess', description: 'A process that is connected to the database.' });

const database = z
  .looseObject({
    version: z.string().meta(about('Version of PostgreSQL.', '17.5')),
    bytes: z.int().meta(about('Size of the database.', 73400320)),
    latestMigration: z
      .string()
      .meta(about('The latest migration that was applied.', '20261127114500_expired_sessions')),
    connectionsInUse: z.int().meta(about('Connections of the responding process that are in use.', 1)),
    connections: z.int().meta(about('Most connections of the responding process.', 10)),
    waiting: z.int().meta(about('Queries of the responding process that wait for a connection.', 0)),
  })
  .meta({ id: 'SystemDatabase', description: 'The database.' });

const disk = z
  .looseObject({
    freeBytes: z.int().meta(about('Bytes that the responding process can still write.', 53687091200)),
    bytes: z.int().meta(about('Size of the file system.', 107374182400)),
  })
  .meta({ id: 'SystemDisk', description: 'The file system where the API keeps uploads while they arrive.' });

const housekeeping = z
  .looseObject({
    running: z.boolean().meta(about('Whether a worker does housekeeping now.', false)),
    importRetentionDays: z.int().meta(about('Days for which ended imports are kept.', 90)),
    auditDays: z.int().meta(about('Days for which audit events are kept.', 400)),
    expiredImports: z.int().meta(about('Ended imports that are to be removed. Counted up to 10,000.', 0)),
    overdueSeconds: z.number().meta(about('Seconds since the first of them was to be removed.', 0)),
  })
  .meta({ id: 'SystemHousekeeping', description: 'The removal of expired data by workers.' });

const queue = z
  .looseObject({
    backend: z.enum(['postgres', 'redis']).meta(about('Where the queue is.')),
    status: z.enum(['ok', 'away']).meta(about('Whether it accepts jobs.')),
  })
  .meta({ id: 'SystemQueue', description: 'The queue. Imports are in the database, and survive its loss.' });

const waiting = z
  .looseObject({
    count: z.int().meta(about('Imports that wait for a worker.', 4)),
    oldestSeconds: z.number().meta(about('Age of the oldest of them.', 2.5)),
  })
  .meta({ id: 'SystemWaiting', description: 'Imports that wait for a worker.' });

const lastHour = z
  .looseObject({
    succeeded: z.int().meta(about('Imports that succeeded.', 120)),
    failed: z.int().meta(about('Imports that failed.', 3)),
    cancelled: z.int().meta(about('Imports that were cancelled.', 0)),
    defects: z.int().meta(about('Imports that failed by a defect of the service, or after all attempts.', 0)),
  })
  .meta({ id: 'SystemLastHour', description: 'Imports that were submitted in the last hour and have ended.' });

const notifications = z
  .looseObject({
    pending: z.int().meta(about('Notifications that are not delivered yet.', 1)),
    overdueSeconds: z.number().meta(about('Seconds since the next attempt of one of them was due.', 0)),
    givenUp: z.int().meta(about('Notifications of the last day that were given up.', 0)),
  })
  .meta({ id: 'SystemNotifications', description: 'Notifications of ended imports.' });

const bulkRuns = z
  .looseObject({
    running: z.int().meta(about('Running bulk re-imports.', 1)),
    paused: z.int().meta(about('Paused ones.', 0)),
    stopped: z.int().meta(about('Ones that stopped by themselves.', 0)),
  })
  .meta({ id: 'SystemBulkRuns', description: 'Bulk re-imports that have not ended.' });

export const systemAlerts = [
  'ConnectoryProcessDown',
  'ConnectoryQueueAway',
  'ConnectoryImportsWait',
  'ConnectoryImportsSwept',
  'ConnectoryInternalErrors',
  'ConnectoryPoolExhausted',
  'ConnectoryCallbacksGivenUp',
] as const;

const alert = z
  .looseObject({
    name: z.enum(systemAlerts).meta(about('The alert, as in the rules for Prometheus.', 'ConnectoryImportsWait')),
    severity: z.enum(['page', 'ticket']).meta(about('`page` for what needs an operator at once.')),
    summary: z.string().meta(about('What is wrong.', 'The oldest import has waited for 140 s.')),
  })
  .meta({ id: 'SystemAlert', description: 'A condition that needs an operator.' });

export const systemState = z
  .looseObject({
    api,
    workers,
    processes: z.array(systemProcess).meta(about('API processes and workers, longest connected first.')),
    database,
    disk: disk.optional(),
    housekeeping,
    queue,
    interactive: waiting,
    bulk: waiting,
    lastHour,
    notifications,
    bulkRuns,
    alerts: z.array(alert).meta(about('Empty while all is well.')),
  })
  .meta({ id: 'SystemState', description: 'State of the whole installation.' });

export type SystemState = WireType<typeof systemState>;
