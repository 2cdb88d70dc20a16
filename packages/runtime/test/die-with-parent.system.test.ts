import { fork } from 'node:child_process';
import { once } from 'node:events';
import { waitFor } from '@connectory/harness';
import { expect, test } from 'vitest';

test('a process with a blocked event loop ends when its parent is killed', async () => {
  const parent = fork(new URL('fixtures/parent.mjs', import.meta.url), {
    env: { PATH: process.env['PATH'] },
    execArgv: [],
  });
  const [pid]: unknown[] = await once(parent, 'message');
  if (typeof pid !== 'number') throw new Error('no child');
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await waitFor(() => !isAlive(pid), { describe: 'the child is gone' });
});

test('a process whose parent ended before it listened ends too', async () => {
  const child = fork(new URL('fixtures/late-child.mjs', import.meta.url), { execArgv: [] });
  child.disconnect();
  expect(await once(child, 'exit')).toEqual([7, null]);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
