import { execFile, execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildSpec } from '@connectory/harness';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../../', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'connectory-action-'));
  await mkdir(path.join(folder, 'bin'));
  await writeFile(path.join(folder, 'good.json'), JSON.stringify(buildSpec()));
  await writeFile(path.join(folder, 'cut.json'), '{\n  "openapi": "3.1.0"\n');
  // Stands for the registry: runs the command of this build.
  const npx = 'while [ "$1" != -- ]; do shift; done; shift 2';
  await writeFile(
    path.join(folder, 'bin/npx'),
    `#!/bin/sh\n${npx}\nexec node '${root}apps/cli/bin/connectory.js' "$@"\n`,
  );
  await chmod(path.join(folder, 'bin/npx'), 0o755);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function runAction(files: string) {
  const action: unknown = parse(await readFile(path.join(root, 'action.yml'), 'utf8'));
  const [step] = (action as { readonly runs: { readonly steps: readonly { readonly run: string }[] } }).runs.steps;
  const search = `${path.join(folder, 'bin')}${path.delimiter}${process.env['PATH'] ?? ''}`;
  const env = { ...process.env, PATH: search, FILES: files, FAIL_ON: 'error', PACKAGE: 'connectory', VITEST: '' };
  return run('bash', ['-e', '-c', step?.run ?? ''], { cwd: folder, env }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: unknown) => ({ code: Number(Object(error).code), stdout: String(Object(error).stdout) }),
  );
}

test('the GitHub Action annotates the line of a fault and fails, and passes without one', async () => {
  const failed = await runAction('good.json\n\ncut.json\n');
  expect(failed).toMatchObject({ code: 1, stdout: expect.stringMatching(/^::error .*file=cut\.json,line=\d/m) });
  expect(await runAction('good.json')).toMatchObject({ code: 0 });
});

const hasSystemd = ((): boolean => {
  try {
    return execFileSync('systemd-analyze', ['--version']).length > 0;
  } catch {
    return false;
  }
})();

test.skipIf(!hasSystemd)('systemd accepts the unit', async () => {
  const { stdout, stderr } = await run('systemd-analyze', ['verify', 'deploy/systemd/connectory.service'], {
    cwd: root,
  });
  expect(stdout + stderr).not.toContain('connectory.service');
});
