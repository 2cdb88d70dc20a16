import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSpec, programFile, startProcess } from '@connectory/harness';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'connectory-check-'));
  await mkdir(path.join(folder, 'inner'));
  await writeFile(path.join(folder, 'good.json'), JSON.stringify(buildSpec()));
  await writeFile(path.join(folder, 'inner', 'cut.yaml'), 'openapi: 3.1.0\ninfo: {title: "cut');
  await writeFile(path.join(folder, 'huge.yaml'), `openapi: 3.1.0\npaths:\n${hugePaths()}`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Needs more memory than the test allows. */
function hugePaths(): string {
  return Array.from(
    { length: 60_000 },
    (_, index) => `  /p${index}: {get: {responses: {'200': {description: d}}}}`,
  ).join('\n');
}

async function check(args: readonly string[], env: { readonly [name: string]: string } = {}) {
  return run(['check', ...args], env);
}

async function run(args: readonly string[], env: { readonly [name: string]: string } = {}) {
  const running = startProcess({ app: 'cli', args, env: { NO_COLOR: '1', DEBUG: '', ...env } });
  const { code } = await running.exited;
  return { code, stdout: running.stdout(), output: running.output() };
}

test('checks files and folders without a server, and survives a document that needs too much memory', async () => {
  const { code, stdout } = await check([folder, '--json'], { IMPORT_HEAP_MB: '64' });
  expect(code).toBe(1);
  const { files, totals } = JSON.parse(stdout);
  const byName = new Map(files.map((each: { file: string }) => [path.relative(folder, each.file), each]));
  expect([...byName.keys()]).toEqual(['good.json', 'huge.yaml', 'inner/cut.yaml']);
  expect(byName.get('good.json')).toMatchObject({ counts: { actions: 1 } });
  expect(byName.get('huge.yaml')).toMatchObject({ error: { code: 'import_out_of_memory' } });
  expect(totals).toMatchObject({ files: 3, failed: 2 });
});

test('exits with 0 for documents without errors, and as --fail-on says', async () => {
  const good = path.join(folder, 'good.json');
  expect(await check([good])).toMatchObject({ code: 0 });
  expect(await check([path.join(folder, 'inner'), '--fail-on', 'never'])).toMatchObject({ code: 0 });
  expect(await check([good, '--fail-on', 'sometimes'])).toMatchObject({ code: 2 });
  expect(await check([path.join(folder, 'none.json')])).toMatchObject({ code: 2 });
});

test('skips files of a folder that are no documents, and hidden ones, but not a file that is named', async () => {
  const mixed = path.join(folder, 'mixed');
  await mkdir(path.join(mixed, '.hidden'), { recursive: true });
  await writeFile(path.join(mixed, 'spec.json'), JSON.stringify(buildSpec()));
  for (const name of ['package.json', 'pet.schema.json', '.hidden/openapi.json'])
    await writeFile(path.join(mixed, name), '{"type":"object"}');
  const { code, stdout } = await check([mixed]);
  expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('spec.json') });
  expect(stdout).toMatch(/^1 document, 0 cannot be imported; .*; 2 other files skipped$/m);
  expect(await check([path.join(mixed, 'package.json')])).toMatchObject({ code: 1 });
  const none = await check([path.join(mixed, '.hidden')]);
  expect(none).toMatchObject({ code: 2, output: expect.stringContaining('is an OpenAPI document.') });
});

test('says which file cannot be written', async () => {
  const { code, output } = await run(['support-bundle', '--output', path.join(folder, 'none', 'bundle.json')]);
  expect(code).toBe(2);
  expect(output).toMatch(/^\S+bundle\.json cannot be written: ENOENT.* Name another file with --output\.\n$/);
});

test('reports each of many documents by itself, also after others', async () => {
  const many = path.join(folder, 'many');
  await mkdir(many);
  const names = Array.from({ length: 40 }, (_, index) => `spec-${index}.json`);
  for (const name of names) await writeFile(path.join(many, name), JSON.stringify(buildSpec()));
  const { code, stdout } = await check([many, '--json']);
  expect(JSON.parse(stdout).totals).toMatchObject({ files: 40, failed: 0 });
  expect(code).toBe(0);
});

test('ends quietly when the program that reads its output has ended', async () => {
  const program = programFile('cli');
  const files = Array.from({ length: 50 }, () => 'inner').join(' ');
  const command = `node ${program} check ${files} --json | head -c 1 > /dev/null; echo "\${PIPESTATUS[0]}"`;
  const { stdout, stderr } = await promisify(execFile)('bash', ['-c', command], { cwd: folder });
  expect({ stdout, stderr }).toEqual({ stdout: '141\n', stderr: '' });
});

test('prints its version', async () => {
  expect((await run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
