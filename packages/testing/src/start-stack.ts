import { randomBytes } from 'node:crypto';
import {
  createOwner,
  databaseSettings,
  type MigratedDatabase,
  type RunningProcess,
  startProcess,
} from '@connectory/harness';
import type { QueueBackend } from './queue-backends.ts';
import { createTestDatabase } from './test-database.ts';

export interface StackOptions {
  /** Settings of the API and the workers. */
  readonly env?: { readonly [name: string]: string };
  /** Number of worker processes; default: 1. */
  readonly workers?: number;
  /** A migrated database; default: a new test database. */
  readonly database?: MigratedDatabase;
}

export interface Stack {
  readonly baseUrl: string;
  /** Of the owner of the database, for what a test does itself. */
  readonly databaseUrl: string;
  readonly organisationId: string;
  readonly apiKey: string;
  readonly operatorApiKey: string;
  readonly api: RunningProcess;
  readonly workers: readonly RunningProcess[];
  /** Settings of its processes, to start more of them. */
  readonly env: { readonly [name: string]: string };
  /** Sends a request with the organisation's key. The path is relative to `/api/connect/v1/o/<organisation>`. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  stop(): Promise<void>;
}

/** Starts an API process and worker processes. */
export async function startStack(backend: QueueBackend, options: StackOptions = {}): Promise<Stack> {
  const given = options.database;
  const database = given === undefined ? await createTestDatabase() : { ...given, drop: () => Promise.resolve() };
  const started: RunningProcess[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((running) => running.stop()));
    await database.drop();
  };
  try {
    const owner = await createOwner(database.url, 'test');
    const env = settingsOf(database, backend, options.env ?? {});
    const api = startProcess({ app: 'api', env });
    started.push(api);
    const workers = Array.from({ length: options.workers ?? 1 }, () => startProcess({ app: 'worker', env }));
    started.push(...workers);
    const [, baseUrl = ''] = await api.untilOutput(/"baseUrl":"([^"]+)"/);
    await Promise.all(workers.map((worker) => worker.untilOutput('worker ready')));
    const root = `${baseUrl}/api/connect/v1/o/${owner.organisationId}`;
    const withKey = (path: string, init: RequestInit = {}): Promise<Response> => {
      const headers = new Headers(init.headers);
      if (!headers.has('Authorization')) headers.set('Authorization', `Bearer ${owner.apiKey}`);
      return fetch(root + path, { ...init, headers });
    };
    return { baseUrl, databaseUrl: database.url, ...owner, api, workers, env, fetch: withKey, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function settingsOf(database: MigratedDatabase, backend: QueueBackend, env: { readonly [name: string]: string }) {
  return {
    ...databaseSettings(database),
    REDIS_URL: backend.redisUrl ?? '',
    // Test files share one Redis: the prefix separates their queues.
    QUEUE_PREFIX: `test-${randomBytes(4).toString('hex')}`,
    SECRETS_KEY: randomBytes(32).toString('base64'),
    PORT: '0',
    HOST: '127.0.0.1',
    DATABASE_POOL_SIZE: '5',
    HEARTBEAT_SECONDS: '1',
    STALE_AFTER_SECONDS: '3',
    SWEEP_SECONDS: '1',
    SHUTDOWN_SECONDS: '10',
    ...env,
  };
}
