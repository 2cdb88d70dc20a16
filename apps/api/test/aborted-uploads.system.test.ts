import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { waitFor } from '@connectory/harness';
import { queueBackends, type Stack, startStack } from '@connectory/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { boundary, filePart, metadataField, multipartBody, multipartType } from './multipart.ts';

let stack: Stack;
let folder: string;
let database: pg.Client;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'api-aborted-'));
  const [backend = { name: 'postgres' as const }] = queueBackends();
  const env = { CONNECTORY_TMP_DIR: folder, MAX_UPLOAD_BYTES: '300000' };
  stack = await startStack(backend, { workers: 0, env });
  database = new pg.Client({ connectionString: stack.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
});

const document = Buffer.from(JSON.stringify({ openapi: '3.1.0', filler: 'x'.repeat(200_000) }));
const whole = multipartBody([filePart(document), metadataField({ format: 'openapi' })]);

interface Misuse {
  readonly headers?: { readonly [name: string]: string };
  readonly body: Buffer;
  /** Sends this much, then leaves; all of it and waits for the answer unless given. */
  readonly leaveAfter?: number;
  /** Pauses once before it leaves. */
  readonly slow?: boolean;
}

/** Ways in which an upload goes wrong; `n` varies where. */
const misuses: readonly ((n: number) => Misuse)[] = [
  (n) => ({ body: whole, leaveAfter: 1 + ((n * 7_919) % (whole.length - 1)) }),
  (n) => ({ body: whole, leaveAfter: whole.length - 2 - (n % 40) }),
  (n) => ({ body: whole, leaveAfter: 1_000 + n, slow: true }),
  () => ({ body: Buffer.alloc(0), headers: { 'Content-Length': '100000' }, leaveAfter: 0 }),
  () => ({ body: whole, headers: { 'Content-Type': 'multipart/form-data' } }),
  () => ({ body: whole, headers: { 'Content-Type': 'multipart/form-data; boundary=another' } }),
  (n) => ({ body: whole.subarray(0, whole.length - 10 - n) }),
  () => ({ body: multipartBody([filePart(document)]) }),
  () => ({ body: multipartBody([metadataField({ format: 'openapi' })]) }),
  () => ({ body: multipartBody([filePart(document), metadataField('{')]) }),
  () => ({ body: multipartBody([filePart(document), filePart(document), metadataField({ format: 'openapi' })]) }),
  () => ({ body: multipartBody([filePart(Buffer.alloc(310_000, 'x')), metadataField({ format: 'openapi' })]) }),
  () => ({ body: multipartBody([filePart(''), metadataField({ format: 'openapi' })]) }),
  () => ({ body: gzipSync(whole), headers: { 'Content-Encoding': 'gzip' } }),
  () => ({
    body: Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="x"\r\nX\r\n\r\n`),
  }),
  () => ({ body: document, headers: { 'Content-Type': 'text/plain' } }),
];

/** Speaks HTTP by hand: no client sends such requests. @returns the status, or 0 when it left before. */
function send(misuse: Misuse): Promise<number> {
  const { hostname, port } = new URL(stack.baseUrl);
  const headers = {
    Host: hostname,
    Authorization: `Bearer ${stack.apiKey}`,
    'Content-Type': multipartType,
    'Content-Length': String(misuse.body.length),
    Connection: 'close',
    ...misuse.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = `POST /api/connect/v1/o/${stack.organisationId}/protocols/http/import HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    socket.on('error', () => undefined);
    socket.once('close', () => resolve(Number(/^HTTP\/1.1 (\d+)/.exec(answer)?.[1] ?? 0)));
    socket.write(head);
    if (misuse.leaveAfter === undefined) {
      socket.write(misuse.body);
      return;
    }
    const leave = (): void => void socket.destroy();
    socket.write(misuse.body.subarray(0, misuse.leaveAfter), () => {
      if (misuse.slow === true) setTimeout(leave, 200);
      else leave();
    });
  });
}

/** Files of the process that stay open: sockets come and go. */
async function openFiles(): Promise<readonly string[]> {
  const fds = await readdir(`/proc/${stack.api.pid}/fd`);
  const targets = await Promise.all(fds.map((fd) => readlink(`/proc/${stack.api.pid}/fd/${fd}`).catch(() => '')));
  return targets.filter((target) => target.startsWith(folder));
}

async function countOpen(): Promise<number> {
  return (await readdir(`/proc/${stack.api.pid}/fd`)).length;
}

async function residentMb(): Promise<number> {
  const status = await readFile(`/proc/${stack.api.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
}

async function uploadsLeft(): Promise<readonly string[]> {
  const folders = await readdir(folder);
  return (await Promise.all(folders.map((name) => readdir(path.join(folder, name))))).flat();
}

/** Sends `count` of them, some at a time. */
async function misuseAll(count: number): Promise<ReadonlyMap<number, number>> {
  const statuses = new Map<number, number>();
  let next = 0;
  const sender = async (): Promise<void> => {
    while (next < count) {
      const n = next++;
      const misuse = misuses[n % misuses.length];
      if (misuse === undefined) return;
      const status = await send(misuse(n));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: 12 }, sender));
  return statuses;
}

test('a thousand aborted or malformed uploads leave no files, rows or memory behind', async () => {
  // These requests open all files that the process keeps open.
  await misuseAll(misuses.length * 4);
  const quiet = { timeoutMs: 20_000, describe: 'nothing is left on disk' };
  await waitFor(async () => (await uploadsLeft()).length === 0, quiet);
  const before = { open: await countOpen(), residentMb: await residentMb() };

  const statuses = await misuseAll(1_000);
  expect([...statuses.values()].reduce((sum, count) => sum + count, 0)).toBe(1_000);
  for (const status of statuses.keys()) expect([0, 400, 408, 413, 415], String(status)).toContain(status);
  expect(statuses.get(0)).toBeGreaterThan(200);
  expect(statuses.get(400)).toBeGreaterThan(300);

  await waitFor(async () => (await uploadsLeft()).length === 0, quiet);
  await waitFor(async () => (await openFiles()).length === 0, { timeoutMs: 20_000, describe: 'no upload is open' });
  await waitFor(async () => (await countOpen()) <= before.open + 5, {
    timeoutMs: 20_000,
    describe: () => `descriptors are as before (${before.open})`,
  });
  // Bodies of 200 kB, a thousand of them, would be 200 MB.
  expect((await residentMb()) - before.residentMb).toBeLessThan(100);
  const { rows } = await database.query(
    'select (select count(*)::int from imports) as imports, (select count(*)::int from documents) as documents',
  );
  expect(rows).toEqual([{ imports: 0, documents: 0 }]);

  const form = new FormData();
  form.append('metadata', JSON.stringify({ format: 'openapi' }));
  form.append('file', new Blob([document]), 'spec.json');
  expect((await stack.fetch('/protocols/http/import', { method: 'POST', body: form })).status).toBe(202);
}, 180_000);
