import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { importForm } from '@connectory/harness';
import { type Stack, startStack } from '@connectory/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';

const uploads = 8;
const bytes = 16 * 1024 * 1024;

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ name: 'postgres' }, { workers: 0 });
}, 60_000);
afterAll(() => stack.stop());

/** Most memory that the API has had, in bytes (proc(5)). */
async function readPeak(): Promise<number> {
  const status = await readFile(`/proc/${stack.api.pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

async function upload(document: Buffer<ArrayBuffer>): Promise<string> {
  const body = importForm(new Blob([document]), { format: 'openapi', version: '1' });
  const response = await stack.fetch('/protocols/http/import', { method: 'POST', body });
  expect(response.status).toBe(202);
  return String(Object(await response.json()).id);
}

it.runIf(process.platform === 'linux')(
  'eight large uploads at a time are stored whole, and are never in memory together',
  async () => {
    const documents = Array.from({ length: uploads }, () => randomBytes(bytes));
    await upload(Buffer.from('{}'));
    const before = await readPeak();
    const ids = await Promise.all(documents.map(upload));
    expect((await readPeak()) - before).toBeLessThan(uploads * bytes);
    const stored = Buffer.from(await (await stack.fetch(`/imports/${ids[0]}/document`)).arrayBuffer());
    expect(stored.equals(documents[0] ?? stored)).toBe(true);
    // The same document again needs no storing.
    expect(await upload(documents[0] ?? Buffer.alloc(0))).toHaveLength(26);
  },
  120_000,
);
