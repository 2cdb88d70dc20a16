import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const tool = path.join(import.meta.dirname, '../../../tools/check-advisories.mjs');
const quiet = JSON.stringify({ vulnerabilities: { a: { severity: 'moderate' } } });
const bad = JSON.stringify({ vulnerabilities: { b: { severity: 'high' } } });

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'advisories-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const check = (files: readonly string[], PATH = process.env['PATH']) =>
  spawnSync(process.execPath, [tool, ...files.flatMap((file) => ['--file', file])], {
    encoding: 'utf8',
    env: { ...process.env, PATH },
  });

async function write(name: string, text: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, text);
  return file;
}

it('asks for the advisories of every committed lockfile, and fails if one of them has a high one', async () => {
  // Stands in for npm: only the packages of `clients` have a high advisory.
  const npm = await write('npm', `#!/bin/sh\ncase "$PWD" in */clients) echo '${bad}';; *) echo '${quiet}';; esac\n`);
  await chmod(npm, 0o755);
  const { status, stdout } = check([], `${folder}:${process.env['PATH']}`);
  expect(stdout.match(/^[^:]+(?=: \d+ packages)/gm)?.toSorted()).toEqual(['.', 'bench', 'clients']);
  expect(stdout).toContain('clients: high: b');
  expect(status).toBe(1);
});

it('reads several reports from files, and fails for one that is none', async () => {
  const [one, other, none] = [await write('1', quiet), await write('2', bad), await write('3', '{}')];
  expect(check([one]).status).toBe(0);
  expect(check([one, other]).status).toBe(1);
  expect(check([one, none]).status).toBe(1);
});

it('reports loudly that nothing was checked when the registry does not answer', async () => {
  await chmod(await write('npm', '#!/bin/sh\nexit 1\n'), 0o755);
  const { status, stderr } = check([], `${folder}:${process.env['PATH']}`);
  expect(stderr.match(/^SKIPPED/gm)).toHaveLength(3);
  expect(status).toBe(0);
});
