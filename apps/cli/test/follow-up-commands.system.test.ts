import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildSpec, operation, programFile, type RunningProcess } from '@connectory/harness';
import { startCommand } from './start-command.ts';

let folder: string;
let server: RunningProcess;
const started: RunningProcess[] = [];

function run(args: readonly string[], env: { readonly [name: string]: string } = {}): RunningProcess {
  const running = startCommand(folder, args, env);
  started.push(running);
  return running;
}

async function output(args: readonly string[], code = 0, env: { readonly [name: string]: string } = {}) {
  const running = run(args, env);
  expect(await running.exited, running.output()).toMatchObject({ code });
  return running;
}

async function writeSpec(name: string, content: object | string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const idIn = (text: string): string => /import ([0-9A-Z]{26})/.exec(text)?.[1] ?? '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'connectory-cli-'));
  server = run(['start']);
  await server.untilOutput('serves at', 120_000);
}, 150_000);
afterAll(async () => {
  await Promise.all(started.map((running) => running.stop()));
  await rm(folder, { recursive: true, force: true });
});

describe('after an import', () => {
  test('its id, its page and the next commands are printed, and they work', async () => {
    const imported = await output(['import', await writeSpec('shop.json', buildSpec({ title: 'Shop' }))]);
    expect(imported.output()).toContain('/console/imports/');
    const id = idIn(imported.output());
    expect((await output(['show', id])).stdout()).toContain('Shop');
    const shown = JSON.parse((await output(['show', id, '--json'])).stdout());
    expect(shown).toMatchObject({ id, status: 'succeeded' });
    expect((await output(['show', shown.connectorId])).stdout()).toContain('version');
    expect(JSON.parse((await output(['export', shown.connectorId, shown.version])).stdout())).toHaveProperty('openapi');
    expect((await output(['connectors', '--name', 'sho'])).stdout()).toContain(shown.connectorId);
    const { organisations } = JSON.parse((await output(['organisations', '--json'])).stdout());
    expect((await output(['organisations'])).stdout()).toContain(organisations[0].id);
    expect((await output(['cancel', id], 1)).output()).toContain('import_ended');
  });

  test('standard input is a document, too', async () => {
    const file = await writeSpec('piped.json', buildSpec({ title: 'Piped' }));
    const program = programFile('cli');
    const env = { ...process.env, CONNECTORY_DATA_DIR: path.join(folder, 'data'), NO_COLOR: '1' };
    const args = ['-c', `node ${program} import - --json < ${file}`];
    const { stdout } = await promisify(execFile)('bash', args, { env });
    expect(JSON.parse(stdout)).toMatchObject({ connector: { name: 'Piped' } });
  });

  test('a failed one is called failed, and can be tried again', async () => {
    const failed = await output(['import', await writeSpec('cut.json', '{"openapi": "3.1.0",')], 1);
    expect(failed.output()).not.toMatch(/^done/m);
    expect(failed.output()).toMatch(/^failed$/m);
    const id = idIn(failed.output());
    expect((await output(['retry', id])).output()).toContain(`import ${id} is queued`);
    expect((await output(['show', id, '--follow'], 1)).stdout()).toContain('✘');
    expect((await output(['imports', '--status', 'failed'])).stdout()).toContain(id);
    const all = ['retry', '--failed', 'document_not_json'];
    expect((await output(all)).output()).toContain('1 import queued again');
    expect((await output(['show', id, '--follow'], 1)).stdout()).toContain('✘');
    expect(JSON.parse((await output([...all, '--all', '--json'])).stdout())).toEqual({ retried: 1, skipped: {} });
    expect((await output(['retry', '--failed', 'nothing'], 2)).output()).toContain('No import fails with the code');
    expect((await output(['retry'], 2)).output()).toContain('--failed');
  });

  test('the number of places that are not shown is that of all places, and they are listed', async () => {
    const paths = Object.fromEntries(
      Array.from({ length: 230 }, (_, index) => [`/p${index}`, { get: { ...operation(), tags: 'not a list' } }]),
    );
    const imported = await output(['import', await writeSpec('many.json', buildSpec({ paths }))]);
    const [, rest = '', command = ''] = /… (\d+) more: .*? (messages \S+ --code \S+)/.exec(imported.stdout()) ?? [];
    expect(Number(rest)).toBeGreaterThan(200);
    const listed = (await output(command.split(' '))).stdout().trim().split('\n');
    expect(listed).toHaveLength(Number(rest) + 3);
  });
});

test('lists are at most 80 columns wide, and say that there are more rows', async () => {
  const listed = await output(['imports', '--first', '1']);
  expect(listed.output()).toMatch(/1 of \d+ imports\. The next ones: .*--after /);
  for (const line of listed.stdout().split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect(JSON.parse((await output(['imports', '--first', '1', '--json'])).stdout()).imports).toHaveLength(1);
});

test('an import of operations that do not exist fails', async () => {
  const file = await writeSpec('part.json', buildSpec());
  expect((await output(['import', file, '--include', 'tags=no-such-tag'], 1)).stdout()).toContain('nothing_selected');
});

test('a document at a name that leads to a private address is downloaded here', async () => {
  const host = createServer((_request, response) => response.end(JSON.stringify(buildSpec({ title: 'Near' }))));
  await new Promise<void>((resolve) => host.listen(0, resolve));
  try {
    const { port } = host.address() as AddressInfo;
    expect((await output(['import', `http://localhost:${port}/openapi.json`])).stdout()).toContain('Near');
  } finally {
    host.closeAllConnections();
    host.close();
  }
});

describe('what goes wrong is said in one sentence that names the next step', () => {
  test.each([
    { fault: 'a folder', args: ['import', '.'], code: 2, text: /is a folder/ },
    { fault: 'an unknown file', args: ['import', 'no.json'], code: 2, text: /not found in/ },
    {
      fault: 'a server that is away',
      args: ['imports'],
      env: { CONNECTORY_URL: 'http://127.0.0.1:1' },
      code: 1,
      text: /No server responds/,
    },
    {
      fault: 'an invalid URL',
      args: ['imports'],
      env: { CONNECTORY_URL: 'localhost:8082' },
      code: 2,
      text: /must be an http or https URL/,
    },
  ])('$fault', async ({ args, code, text, env = {} }) => {
    const keys = { CONNECTORY_API_KEY: 'key', CONNECTORY_ORGANISATION_ID: 'id' };
    const refused = await output(args, code, { ...keys, ...env });
    expect(refused.output()).toMatch(text);
    expect(refused.output().trim().split('\n')).toHaveLength(1);
  });

  test.skipIf(process.getuid?.() === 0)('a file without permission', async () => {
    const file = await writeSpec('secret.json', buildSpec());
    await chmod(file, 0);
    expect((await output(['import', file], 2)).output()).toContain('no permission');
  });
});

test('a key is not sent to another server that listens on the remembered port', async () => {
  const seen: (string | undefined)[] = [];
  const other = createServer((request, response) => {
    seen.push(request.headers.authorization);
    response.setHeader('Content-Type', 'application/json');
    response.end('{"status":"ok","proof":"bm90IG91cnM"}');
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const data = await mkdtemp(path.join(folder, 'moved-'));
  const credentials = JSON.parse(await readFile(path.join(folder, 'data', 'credentials.json'), 'utf8'));
  const baseUrl = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  await writeFile(path.join(data, 'credentials.json'), JSON.stringify({ ...credentials, baseUrl }));
  try {
    for (const command of [['imports'], ['reimport', 'list']]) {
      const refused = await output(command, 1, { CONNECTORY_DATA_DIR: data });
      expect(refused.output()).toContain('no key was sent to it');
    }
    expect(seen).toEqual([undefined, undefined]);
  } finally {
    other.closeAllConnections();
    other.close();
  }
});
