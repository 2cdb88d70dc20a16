import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { defaultDocumentLimits } from '@connectory/document';
import { childProcessesOf, commandOf, waitFor } from '@connectory/harness';
import { createLogger } from '@connectory/runtime';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createReadingChildren, type ReadingChildren } from '../src/children/reading-children.ts';

const entry = new URL('../dist/excerpts/excerpt-child.js', import.meta.url);
const waits = { timeoutMs: 30_000 };

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'reading-children-'))));
afterAll(() => rm(folder, { recursive: true }));

function create(options: { readonly idleMs?: number; readonly timeoutMs?: number } = {}): ReadingChildren {
  return createReadingChildren({
    name: 'excerpt child',
    entry,
    size: 1,
    heapMb: 1_024,
    timeoutMs: 30_000,
    logger: createLogger({ service: 'test', level: 'silent' }),
    folder,
    tooMany: () => new Error('too many'),
    ...options,
  });
}

function read(children: ReadingChildren, document: string, signal = new AbortController().signal): Promise<string> {
  return children.read({
    signal,
    writeFile: (file) => writeFile(file, document),
    taskOf: (file) => ({ path: file, place: '/openapi', limits: defaultDocumentLimits }),
    toError: ({ code, death }) => new Error(code === null ? death : `code ${code}`),
  });
}

/** A file that ran in this process before may have left a child, which ends when it has waited for a minute. */
const earlier: ReadonlySet<number> = new Set(childProcessesOf(process.pid));
const child = (): number | undefined =>
  childProcessesOf(process.pid).find((pid) => !earlier.has(pid) && commandOf(pid).includes('excerpt-child'));
const endChild = async (): Promise<void> => {
  const pid = child();
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
  await waitFor(async () => child() === undefined, { ...waits, describe: 'the child has ended' });
};

it('one child reads one file after the other, also behind one that it cannot read, and keeps no file', async () => {
  const children = create();
  expect(await read(children, '{"openapi":"3.1.0"}')).toContain('3.1.0');
  const first = child();
  expect(first).toBeDefined();
  await expect(read(children, '{"openapi":')).rejects.toThrow('code 31');
  await expect(read(children, '{"swagger":"2.0"}')).rejects.toThrow('code 30');
  expect(await read(children, '{"openapi":"3.0.3"}')).toContain('3.0.3');
  expect(child()).toBe(first);
  expect(await readdir(folder)).toEqual([]);
  await endChild();
});

it('another child takes the place of one that was killed while it waited, before anybody knows', async () => {
  const children = create();
  await read(children, '{"openapi":"3.1.0"}');
  process.kill(child() ?? 0, 'SIGKILL');
  expect(await read(children, '{"openapi":"3.1.1"}')).toContain('3.1.1');
  await endChild();
});

it('a child without work ends', async () => {
  await read(create({ idleMs: 10 }), '{"openapi":"3.1.0"}');
  await waitFor(async () => child() === undefined, { ...waits, describe: 'the idle child ends' });
});

it('a child whose client is gone, or that takes too long, is killed, and the next file is read', async () => {
  const children = create();
  const gone = new AbortController();
  const asked = read(children, '{"openapi":"3.1.0"}', gone.signal);
  await waitFor(async () => child() !== undefined, { ...waits, describe: 'the child starts' });
  gone.abort();
  await expect(asked).rejects.toThrow('stopped');
  expect(await read(children, '{"openapi":"3.1.1"}')).toContain('3.1.1');
  await endChild();
  await expect(read(create({ timeoutMs: 1 }), '{"openapi":"3.1.0"}')).rejects.toThrow('timed-out');
});

it('a child that a large file has made large ends', async () => {
  const children = create();
  const large = JSON.stringify({
    openapi: '3.1.0',
    tags: Array.from({ length: 1_000_000 }, (_, n) => ({ name: `tag${n}` })),
  });
  expect(await read(children, large)).toContain('3.1.0');
  await waitFor(async () => child() === undefined, { ...waits, describe: 'the large child ends' });
});
