import { expect, it } from 'vitest';
import { type AlertingState, findAlerts } from '../src/operators/find-alerts.ts';

const idle = { count: 0, oldestSeconds: 0 };

const well: AlertingState = {
  workers: { processes: 1, running: 1, oldestHeartbeatSeconds: 1 },
  database: { version: '17', bytes: 1, latestMigration: 'a', connectionsInUse: 1, connections: 10, waiting: 0 },
  queue: { backend: 'redis', status: 'ok' },
  interactive: idle,
  lastHour: { succeeded: 1, failed: 1, cancelled: 1, defects: 0 },
  notifications: { pending: 1, overdueSeconds: 1, givenUp: 0 },
};

const alertsOf = (change: Partial<typeof well>) =>
  findAlerts({ ...well, ...change }, { staleAfterSeconds: 60 }).map(({ name, severity }) => `${severity} ${name}`);

it('fires no alert for a system that is well', () => {
  expect(alertsOf({})).toEqual([]);
});

it.each<[string, Partial<typeof well>]>([
  ['page ConnectoryProcessDown', { workers: { ...well.workers, processes: 0 } }],
  ['page ConnectoryQueueAway', { queue: { backend: 'redis', status: 'away' } }],
  ['page ConnectoryImportsWait', { interactive: { count: 1, oldestSeconds: 121 } }],
  ['ticket ConnectoryImportsSwept', { workers: { ...well.workers, oldestHeartbeatSeconds: 61 } }],
  ['ticket ConnectoryInternalErrors', { lastHour: { ...well.lastHour, defects: 1 } }],
  ['ticket ConnectoryPoolExhausted', { database: { ...well.database, waiting: 1 } }],
  ['ticket ConnectoryCallbacksGivenUp', { notifications: { ...well.notifications, givenUp: 1 } }],
  ['ticket ConnectoryCallbacksGivenUp', { notifications: { ...well.notifications, overdueSeconds: 301 } }],
])('fires %s alone for its condition', (alert, change) => {
  expect(alertsOf(change)).toEqual([alert]);
});
