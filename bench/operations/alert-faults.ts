import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { buildSpec, childProcessesOf, importForm, operation, signalWithChildren } from '@connectory/harness';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { Installation, Program } from './installation.ts';
import { untilEnded } from './traffic.ts';

/** An installation whose alerts are watched. */
export interface WatchedService extends Installation {
  readonly api: Program;
  /** The fault replaces a worker that it ends. */
  readonly workers: Program[];
  /** Starts a worker again on the port of an ended one. */
  readonly restartWorker: (index: number) => Promise<void>;
}

/** Ends the fault. */
type Undo = () => Promise<void>;

/** A real fault, and the alert that it must fire. */
export interface AlertFault {
  readonly alert: string;
  readonly fault: string;
  /** Causes the fault, and keeps it up until it is undone. */
  readonly cause: (service: WatchedService) => Promise<Undo>;
}

/** The one alert may fire with others: without workers, imports wait. The order leaves the farthest-reaching faults for the end. */
export const alertFaults: readonly AlertFault[] = [
  { alert: 'ConnectoryCallbacksGivenUp', fault: 'a receiver responds 410', cause: refuseNotification },
  { alert: 'ConnectorySlotsFull', fault: 'more imports than the workers can run', cause: overload },
  { alert: 'ConnectoryChildrenDie', fault: 'child processes are killed', cause: killChildren },
  { alert: 'ConnectoryQueueAway', fault: 'Redis is full', cause: fillRedis },
  { alert: 'ConnectoryImportsSwept', fault: 'FLUSHALL on 40 waiting imports', cause: emptyQueue },
  { alert: 'ConnectoryPoolExhausted', fault: 'another session locks the table of imports', cause: lockImports },
  { alert: 'ConnectoryHousekeepingFails', fault: 'a table of housekeeping is renamed', cause: renameTable },
  { alert: 'ConnectoryInternalErrors', fault: 'a table of requests is renamed', cause: failRequests },
  { alert: 'ConnectoryServerErrors', fault: 'the database is read-only', cause: makeReadOnly },
  { alert: 'ConnectoryProcessDown', fault: 'a worker is killed, and does not come back', cause: killWorker },
  { alert: 'ConnectoryImportsWait', fault: 'no worker runs', cause: stopWorkers },
  { alert: 'ConnectorySweepsFail', fault: 'PostgreSQL is killed', cause: killPostgres },
  { alert: 'ConnectoryDatabaseAway', fault: 'PostgreSQL is killed', cause: killPostgres },
];

/** Sends a request of the organisation. @returns its status */
export async function send(service: WatchedService, target: string, init: RequestInit = {}): Promise<number> {
  const headers = { Authorization: `Bearer ${service.apiKey}` };
  const url = `${service.api.url}/api/connect/v1/o/${service.organisationId}${target}`;
  const response = await fetch(url, { ...init, headers });
  await response.text();
  return response.status;
}

export function submit(service: WatchedService, document: object, metadata: object = {}): Promise<number> {
  return send(service, '/protocols/http/import', { method: 'POST', body: importForm(document, metadata) });
}

/** Starts a receiver of notifications that responds with one status. */
export async function startReceiver(status: number): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.writeHead(status).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/ended`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Repeats an action until the fault is undone. */
function repeat(action: () => Promise<unknown>, pauseMs: number): Undo {
  const over = new AbortController();
  const repeating = (async () => {
    while (!over.signal.aborted) {
      await action().catch(() => undefined);
      await pause(pauseMs);
    }
  })();
  return async () => {
    over.abort();
    await repeating;
  };
}

async function withDatabase(service: WatchedService, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: service.databaseUrl });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

async function onRedis(service: WatchedService, ...[command, ...args]: [string, ...string[]]): Promise<void> {
  const client = new Redis(service.redis?.url ?? '');
  try {
    await client.call(command, ...args);
  } finally {
    client.disconnect();
  }
}

async function refuseNotification(service: WatchedService): Promise<Undo> {
  const receiver = await startReceiver(410);
  await send(service, '/callback-secret', { method: 'POST' });
  await submit(service, buildSpec({ title: 'refused' }), { callbackUrl: receiver.url });
  return async () => receiver.close();
}

/** A document that takes about a second. */
function largeSpec(): object {
  const paths = Array.from({ length: 3_000 }, (_, index) => [
    `/things${index}/{id}`,
    { get: operation({ operationId: `read${index}`, parameters: [] }) },
  ]);
  return buildSpec({ title: `large ${Math.random()}`, paths: Object.fromEntries(paths) });
}

const backlog = 40;

/** How long the workers may take for what is left of a backlog. */
const idleMs = 10 * 60_000;

async function overload(service: WatchedService): Promise<Undo> {
  for (let sent = 0; sent < backlog; sent += 1) await submit(service, largeSpec());
  return async () => {
    await untilIdle(service);
  };
}

async function untilIdle(service: WatchedService): Promise<void> {
  await untilEnded(service.databaseUrl, idleMs);
}

async function killChildren(service: WatchedService): Promise<Undo> {
  const stop = repeat(async () => {
    for (const { pid } of service.workers) {
      const [child] = childProcessesOf(pid);
      if (child !== undefined) signalWithChildren(child, 'SIGKILL');
    }
    await submit(service, buildSpec());
  }, 1_000);
  return stop;
}

async function fillRedis(service: WatchedService): Promise<Undo> {
  await onRedis(service, 'CONFIG', 'SET', 'maxmemory', '1');
  return () => onRedis(service, 'CONFIG', 'SET', 'maxmemory', '0');
}

/** The workers are frozen, so that the jobs still wait. */
async function emptyQueue(service: WatchedService): Promise<Undo> {
  for (const { pid } of service.workers) signalWithChildren(pid, 'SIGSTOP');
  try {
    for (let sent = 0; sent < backlog; sent += 1) await submit(service, buildSpec({ title: `lost ${sent}` }));
    await onRedis(service, 'FLUSHALL');
  } finally {
    for (const { pid } of service.workers) signalWithChildren(pid, 'SIGCONT');
  }
  return () => untilIdle(service);
}

const concurrentReads = 20;

async function lockImports(service: WatchedService): Promise<Undo> {
  const client = new pg.Client({ connectionString: service.databaseUrl });
  await client.connect();
  await client.query('begin; lock table imports in access exclusive mode');
  const stops = Array.from({ length: concurrentReads }, () => repeat(() => send(service, '/imports?first=5'), 10));
  return async () => {
    await client.query('rollback');
    await client.end();
    await Promise.all(stops.map((stop) => stop()));
  };
}

async function renameTable(service: WatchedService): Promise<Undo> {
  await withDatabase(service, 'alter table sessions rename to sessions_away');
  return () => withDatabase(service, 'alter table sessions_away rename to sessions');
}

async function failRequests(service: WatchedService): Promise<Undo> {
  await withDatabase(service, 'alter table audit_events rename to audit_events_away');
  // The key of the operator may read audit events.
  const operator = { ...service, apiKey: service.operatorApiKey };
  const stop = repeat(() => send(operator, '/audit'), 1_000);
  return async () => {
    await stop();
    await withDatabase(service, 'alter table audit_events_away rename to audit_events');
  };
}

async function makeReadOnly(service: WatchedService): Promise<Undo> {
  const set = async (value: string): Promise<void> => {
    await withDatabase(
      service,
      'set default_transaction_read_only = off',
      `alter system set default_transaction_read_only = ${value}`,
      'select pg_reload_conf()',
    );
  };
  await set('on');
  const stop = repeat(() => submit(service, buildSpec()), 200);
  return async () => {
    await stop();
    await set('off');
  };
}

async function killWorker(service: WatchedService): Promise<Undo> {
  await service.workers[0]?.end('SIGKILL');
  return () => service.restartWorker(0);
}

async function stopWorkers(service: WatchedService): Promise<Undo> {
  await Promise.all(service.workers.map((worker) => worker.end()));
  await submit(service, buildSpec());
  return async () => {
    for (const index of service.workers.keys()) await service.restartWorker(index);
  };
}

async function killPostgres(service: WatchedService): Promise<Undo> {
  await service.postgres.kill();
  return () => service.postgres.start();
}
