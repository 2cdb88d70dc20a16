import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLogger } from '@connectory/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFileRunner, type FileRunner } from '../src/children/file-runner.ts';
import { diffChild } from '../src/diff/diff-routes.ts';
import { exportChild, proofSourceChild } from '../src/export/export-routes.ts';

let folder: string;
let children: FileRunner;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'children-'));
  children = createFileRunner({
    // No database listens on this port.
    databaseUrl: 'postgresql://nobody@127.0.0.1:1/none',
    size: 3,
    heapMb: 256,
    timeoutMs: 120_000,
    maxOutputBytes: 1e6,
    folder,
    logger: createLogger({ service: 'test', level: 'silent' }),
  });
});
afterAll(async () => {
  await children.close();
  await rm(folder, { recursive: true });
});

const missing = { versionId: '01ARZ3NDEKTSV4RRFFQ69G5FAV', version: '1' };
const task = { ...missing, from: missing, to: missing, title: 'Pets', baseUrl: '', format: 'json', maxBytes: 1e6 };

it.each([diffChild, exportChild, proofSourceChild])(
  'a request whose $name does not reach the database gets a 503 with Retry-After',
  { timeout: 120_000 },
  async (kind) => {
    const run = children.run(kind, task, new AbortController().signal, async () => undefined);
    await expect(run).rejects.toMatchObject({
      code: 'unavailable',
      message: 'The database or the queue is not reachable at the moment.',
      headers: { 'Retry-After': '5' },
    });
    expect(await readdir(folder)).toEqual([]);
  },
);
