import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApiKey, createDatabase, createOrganisation } from '@connectory/database';
import { programFile, waitFor } from '@connectory/harness';
import { createTestDatabase, type TestDatabase } from '@connectory/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { filePart, metadataField, multipartBody, multipartType } from './multipart.ts';

// The built process, as `npm run build` creates it.
const entry = programFile('api');

let testDatabase: TestDatabase;
let folder: string;
let organisationId: string;
let key: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'api-main-'));
  const database = createDatabase({ url: testDatabase.url, poolSize: 1, onError: () => undefined });
  organisationId = (await createOrganisation(database, 'Test')).id;
  key = (await createApiKey(database, { organisationId, name: 'test', role: 'import' })).token;
  await database.close();
});
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});
afterAll(async () => {
  await testDatabase.drop();
  await rm(folder, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  /** The address, once it serves. */
  readonly ready: Promise<string>;
  readonly ended: Promise<{ code: number | null; errors: string }>;
}

function start(environment: Record<string, string>): Started {
  const env = {
    PATH: process.env['PATH'],
    DATABASE_URL: testDatabase.apiUrl,
    PORT: '0',
    CONNECTORY_TMP_DIR: folder,
    ...environment,
  };
  // Without the options of the test runner, by which packages would resolve to their sources.
  const child = fork(entry, [], { env, execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  running.push(child);
  let errors = '';
  if (child.stderr === null) throw new Error('no standard error');
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return {
    child,
    ready: once(child, 'message').then(([message]: unknown[]) => String(Reflect.get(Object(message), 'baseUrl'))),
    // Not `close` of the child: it does not come once the channel was closed from this side.
    ended: Promise.all([once(child, 'exit'), once(child.stderr, 'close')]).then(([[code]]: [unknown[], unknown[]]) => ({
      code: typeof code === 'number' ? code : null,
      errors,
    })),
  };
}

describe('the API process', () => {
  it('does not start without the key of stored secrets, and names the setting', async () => {
    const database = createDatabase({ url: testDatabase.url, poolSize: 1, onError: () => undefined });
    const row = { id: organisationId, organisationId, secret: 'whsec_clear' };
    await database.prisma.callbackSecret.create({ data: row });
    const { code, errors } = await start({}).ended;
    expect(code).toBe(2);
    expect(errors).toMatch(/^SECRETS_KEY or SECRETS_KEY_FILE: is required/);
    await database.prisma.callbackSecret.deleteMany();
    await database.close();
  });

  it('exits with 0 on SIGTERM and leaves no files behind', async () => {
    const { child, ready, ended } = start({});
    expect((await fetch(`${await ready}/readyz`)).status).toBe(200);
    expect(await readdir(folder)).toHaveLength(1);
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: 0, errors: '' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('is not ready before it refuses connections, for DRAIN_SECONDS', async () => {
    const { child, ready, ended } = start({ DRAIN_SECONDS: '3' });
    const baseUrl = await ready;
    child.kill('SIGTERM');
    const statusOf = async (url: string): Promise<number> =>
      (await fetch(url, { headers: { Connection: 'close' } })).status;
    await waitFor(async () => (await statusOf(`${baseUrl}/readyz`)) === 503, { describe: 'the API is not ready' });
    expect(await statusOf(`${baseUrl}/openapi.json`)).toBe(200);
    expect((await ended).code).toBe(0);
  });

  it('responds to waiting requests before it exits', async () => {
    const { child, ready, ended } = start({});
    const organisation = `${await ready}/api/connect/v1/o/${organisationId}`;
    const headers = { Authorization: `Bearer ${key}` };
    const body = multipartBody([filePart('{}'), metadataField({ format: 'openapi' })]);
    const accepted = await fetch(`${organisation}/protocols/http/import`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': multipartType },
      body,
    });
    const location = accepted.headers.get('Location') ?? '';
    const held = fetch(location, { headers: { ...headers, Prefer: 'wait=60' } });
    // The held request came first on the wire: once this one is answered, that one is being held.
    await fetch(location, { headers });
    child.kill('SIGTERM');
    const answer = await held;
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ status: 'queued' });
    expect((await ended).code).toBe(0);
  });

  it('closes open event streams before it exits', async () => {
    const { child, ready, ended } = start({});
    const organisation = `${await ready}/api/connect/v1/o/${organisationId}`;
    const headers = { Authorization: `Bearer ${key}` };
    const accepted = await fetch(`${organisation}/protocols/http/import`, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': multipartType },
      body: multipartBody([filePart('{}'), metadataField({ format: 'openapi' })]),
    });
    const stream = await fetch(`${accepted.headers.get('Location')}/events`, { headers });
    child.kill('SIGTERM');
    expect(await stream.text()).toMatch(/event: queued/);
    expect((await ended).code).toBe(0);
  });

  it('closes the connection of a request that does not arrive in time', async () => {
    const { ready } = start({ REQUEST_TIMEOUT_SECONDS: '1' });
    const { hostname, port } = new URL(await ready);
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const ended = once(socket, 'close');
    const address = `/api/connect/v1/o/${organisationId}/protocols/http/import`;
    const headers = [
      `Authorization: Bearer ${key}`,
      `Content-Type: ${multipartType}`,
      'Content-Length: 1000',
      'Host: x',
    ];
    socket.write(`POST ${address} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\nslow`);
    await ended;
    expect(text).toMatch(/^HTTP\/1.1 408/);
    expect(await readdir(folder, { recursive: true })).toHaveLength(1);
  });

  it('removes upload leftovers of a killed process', async () => {
    const killed = start({});
    await killed.ready;
    killed.child.kill('SIGKILL');
    await killed.ended;
    const left = await readdir(folder);
    expect(left).toHaveLength(1);
    const next = start({});
    await next.ready;
    expect(await readdir(folder)).not.toContain(left[0]);
    next.child.kill('SIGTERM');
    await next.ended;
  });

  it('exits when its parent has exited', async () => {
    const { child, ready, ended } = start({});
    await ready;
    child.disconnect();
    expect((await ended).code).toBe(0);
  });

  it('names every invalid setting at once and exits with 2', async () => {
    const { code, errors } = await start({ PORT: 'many', LOG_LEVEL: 'loud', MAX_UPLOAD_BYTES: '-1' }).ended;
    expect(code).toBe(2);
    for (const name of ['PORT', 'LOG_LEVEL', 'MAX_UPLOAD_BYTES']) expect(errors).toContain(name);
  });

  it('names the port in use and exits with 1', async () => {
    const first = start({});
    const port = new URL(await first.ready).port;
    const { code, errors } = await start({ PORT: port }).ended;
    expect(code).toBe(1);
    expect(errors).toMatch(new RegExp(`${port}.*set PORT`));
  });
});
