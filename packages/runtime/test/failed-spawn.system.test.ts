import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { failingSpawn, spawnErrnos } from '@connectory/harness';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('fixtures/start-child.mjs', import.meta.url));

test.each(Object.entries(spawnErrnos))(
  'a child that the system does not start (%s) is an error, and ends no process of the group',
  async (_, errno) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'failed-spawn-'));
    try {
      await writeFile(path.join(folder, 'errno'), String(errno));
      const env = { PATH: process.env['PATH'], ...failingSpawn(path.join(folder, 'errno')) };
      // A group of its own: a signal to the whole group must not end the tests.
      const parent = spawn(process.execPath, [script], { env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
      const [output, [code, signal]] = await Promise.all([text(parent.stdout), once(parent, 'exit')]);
      expect({ output, code, signal }).toEqual({ output: 'ChildNotStartedError', code: 0, signal: null });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);
