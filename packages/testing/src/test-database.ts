import { randomBytes } from 'node:crypto';
import type { MigratedDatabase } from '@connectory/harness';
import pg from 'pg';
import { inject } from 'vitest';
import './provided-context.ts';

export interface TestDatabase extends MigratedDatabase {
  /** Of a role that serves for API and workers. */
  readonly serviceUrl: string;
  /** Closes all connections and drops the database. */
  drop(): Promise<void>;
}

/** Creates a migrated, empty database from the template. Call it in `beforeAll` and `drop` in `afterAll`. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await runAsSuperuser(`create database ${name} template ${inject('templateDatabase')}`);
  const urlOf = (key: 'postgresUrl' | 'apiUrl' | 'workerUrl' | 'serviceUrl'): string => {
    const url = new URL(inject(key));
    url.pathname = `/${name}`;
    return url.href;
  };
  return {
    url: urlOf('postgresUrl'),
    apiUrl: urlOf('apiUrl'),
    workerUrl: urlOf('workerUrl'),
    serviceUrl: urlOf('serviceUrl'),
    drop: () => runAsSuperuser(`drop database if exists ${name} with (force)`),
  };
}

async function runAsSuperuser(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
