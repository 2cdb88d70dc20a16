import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createApiKey, createDatabase, createOrganisation } from '@connectory/database';
import { programFile, waitFor } from '@connectory/harness';
import { createTestDatabase, type TestDatabase } from '@connectory/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filePart, metadataField, multipartBody, multipartType } from './multipart.ts';

const entry = programFile('api');

/** File size limit of the process, in blocks of 512 bytes. It has the effect of a full disk. */
const maxBlocks = 200;

let testDatabase: TestDatabase;
let folder: string;
let root: string;
let key: string;
let stop: () => Promise<void>;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'full-disk-'));
  const database = createDatabase({ url: testDatabase.url, poolSize: 1, onError: () => undefined });
  const { id } = await createOrganisation(database, 'Test');
  key = (await createApiKey(database, { organisationId: id, name: 'test', role: 'import' })).token;
  await database.close();
  const child = spawn('sh', ['-c', `ulimit -f ${maxBlocks}; exec "$0" "$1"`, process.execPath, entry], {
    env: { PATH: process.env['PATH'], DATABASE_URL: testDatabase.apiUrl, PORT: '0', CONNECTORY_TMP_DIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  stop = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [, baseUrl = ''] = await waitFor(() => /"baseUrl":"([^"]+)"/.exec(output), {
    timeoutMs: 30_000,
    describe: 'the API serves',
  });
  root = `${baseUrl}/api/connect/v1/o/${id}/protocols/http/import`;
});

afterAll(async () => {
  await stop();
  await testDatabase.drop();
  await rm(folder, { recursive: true, force: true });
});

const upload = (text: string): Promise<Response> =>
  fetch(root, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': multipartType },
    body: multipartBody([metadataField({ format: 'openapi' }), filePart(text)]),
  });

const untilNoneIsLeft = () =>
  waitFor(async () => !(await readdir(folder, { recursive: true })).some((name) => name.endsWith('.gz')), {
    describe: 'no upload is left',
  });

test('an upload that exceeds the free disk space gets 507, leaves no file, and does not affect later uploads', async () => {
  const answers = await Promise.all(Array.from({ length: 5 }, () => upload(randomBytes(1_000_000).toString('base64'))));
  for (const answer of answers) {
    expect(answer.status).toBe(507);
    expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(await answer.json()).toMatchObject({ code: 'storage_full' });
  }
  await untilNoneIsLeft();
  expect((await upload('{}')).status).toBe(202);
  await untilNoneIsLeft();
});
