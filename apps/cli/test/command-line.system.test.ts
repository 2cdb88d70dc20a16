import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buildSpec, findChild, findFreePort, operation, type RunningProcess, waitFor } from '@connectory/harness';
import { startCommand } from './start-command.ts';

/** Of the present test. */
let folder: string;
/** The data folder of the present test. Most share one, because a new database takes seconds. */
let data: string;
let sharedData: string;
let started: RunningProcess[];
beforeAll(async () => {
  sharedData = await mkdtemp(path.join(tmpdir(), 'connectory-cli-data-'));
});
afterAll(() => rm(sharedData, { recursive: true, force: true }));
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'connectory-cli-'));
  data = sharedData;
  started = [];
});
afterEach(async () => {
  await Promise.all(started.map((running) => running.stop()));
  await rm(folder, { recursive: true, force: true });
});

/** For a test of the first use. */
function useNewData(): void {
  data = path.join(folder, 'data');
}

function run(args: readonly string[], env: { readonly [name: string]: string } = {}): RunningProcess {
  const running = startCommand(folder, args, { CONNECTORY_DATA_DIR: data, ...env });
  started.push(running);
  return running;
}

interface Credentials {
  readonly baseUrl: string;
  readonly organisationId: string;
  readonly apiKey: string;
}

/** Reads the credentials of a started server, once it serves. */
async function credentialsOf(server: RunningProcess): Promise<Credentials> {
  await server.untilOutput('serves at', 40_000);
  return JSON.parse(await readFile(path.join(data, 'credentials.json'), 'utf8'));
}

async function writeSpec(content: object | string): Promise<string> {
  const file = path.join(folder, 'pets.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

async function isServing({ baseUrl }: Credentials): Promise<boolean> {
  return fetch(`${baseUrl}/healthz`).then(
    (response) => response.ok,
    () => false,
  );
}

describe('connectory start', () => {
  test('writes working credentials that only their owner can read, and stops everything on SIGTERM', async () => {
    useNewData();
    const server = run(['start']);
    const credentials = await credentialsOf(server);
    expect((await stat(path.join(data, 'credentials.json'))).mode & 0o777).toBe(0o600);
    const organisation = `${credentials.baseUrl}/api/connect/v1/o/${credentials.organisationId}`;
    const headers = { Authorization: `Bearer ${credentials.apiKey}` };
    expect((await fetch(`${organisation}/imports`, { headers })).status).toBe(200);
    // Encrypted with a key that the first start made.
    expect((await fetch(`${organisation}/callback-secret`, { method: 'POST', headers })).status).toBe(201);
    expect((await stat(path.join(data, 'secrets-key'))).mode & 0o777).toBe(0o600);
    expect(server.output()).toContain(credentials.apiKey);
    // Clients of the wire contract do not expect a 202, so this server waits for imports by default.
    const form = new FormData();
    form.set('file', new Blob([JSON.stringify(buildSpec({ title: 'Shop', version: '7.0.0' }))]), 'shop.json');
    form.set('metadata', JSON.stringify({ format: 'openapi' }));
    const uploaded = await fetch(`${organisation}/protocols/http/import`, { method: 'POST', headers, body: form });
    expect(uploaded.status).toBe(201);

    server.kill('SIGTERM');
    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(await isServing(credentials)).toBe(false);
    await expect(stat(path.join(data, 'postgres', 'postmaster.pid'))).rejects.toThrow('ENOENT');
  });

  test('keeps its keys after a restart and does not show them again', async () => {
    const first = run(['start']);
    const { apiKey } = await credentialsOf(first);
    await first.stop();
    const second = run(['start']);
    expect((await credentialsOf(second)).apiKey).toBe(apiKey);
    expect(second.output()).not.toContain(apiKey);
  });

  test('rejects a data folder in use with one line', async () => {
    const server = run(['start']);
    await credentialsOf(server);
    const second = run(['start']);
    expect(await second.exited).toMatchObject({ code: 1 });
    expect(second.output()).toContain(`in use by process ${server.pid}`);
    expect(second.output().trim().split('\n')).toHaveLength(1);
  });

  test('rejects a port in use, names the PORT setting, and stops everything it started', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const refused = run(['start'], { PORT: String(port), LOG_LEVEL: 'info' });
    await refused.untilOutput('Another program listens on port', 40_000);
    expect(await refused.exited).toMatchObject({ code: 1 });
    expect(refused.output()).toMatch(new RegExp(`${port}.*set PORT`, 'i'));
    await new Promise((resolve) => other.close(resolve));
  });

  test('serves once when two services start on one port at once, and the other one says what to do', async () => {
    const port = String(await findFreePort());
    const both = ['one', 'two'].map((name) =>
      run(['start'], { PORT: port, CONNECTORY_DATA_DIR: path.join(folder, name) }),
    );
    const ended = await Promise.race(both.map(async (each) => ({ each, ...(await each.exited) })));
    expect(ended.code).toBe(1);
    expect(ended.each.output().trim().split('\n').at(-1)).toBe(
      `Another program listens on port ${port}: stop it, or set PORT to another port.`,
    );
    await both.find((each) => each !== ended.each)?.untilOutput('serves at', 120_000);
  }, 240_000);

  test('ends without an error when Ctrl-C comes while its API starts', async () => {
    const server = run(['start']);
    const api = await waitFor(() => findChild(server.pid, path.join('apps', 'api')), {
      timeoutMs: 60_000,
      describe: 'the process of the API exists',
    });
    // A terminal signals all processes at once.
    server.kill('SIGINT');
    process.kill(api, 'SIGINT');
    expect(await server.exited).toEqual({ code: 0, signal: null });
    await expect(stat(path.join(data, 'postgres', 'postmaster.pid'))).rejects.toThrow('ENOENT');
  }, 120_000);

  test('leaves no API and no database running when it is killed', async () => {
    const server = run(['start']);
    const credentials = await credentialsOf(server);
    server.kill('SIGKILL');
    await waitFor(async () => !(await isServing(credentials)), { timeoutMs: 20_000, describe: 'the API ends' });
    const restarted = run(['start']);
    expect(await isServing(await credentialsOf(restarted))).toBe(true);
  });
});

describe('connectory import', () => {
  test('starts a temporary server, shows the result, and stops the server', async () => {
    useNewData();
    const imported = run(['import', await writeSpec(buildSpec({ title: 'Shop', version: '7.0.0' }))]);
    expect(await imported.exited).toEqual({ code: 0, signal: null });
    expect(imported.stdout()).toContain('Shop');
    expect(imported.stdout()).toContain('7.0.0');
    expect(imported.stdout()).toContain('1 action');
    expect(imported.stdout()).not.toContain('/console/');
    await expect(stat(path.join(data, 'postgres', 'postmaster.pid'))).rejects.toThrow('ENOENT');
  });

  test('says that nothing was imported when Ctrl-C comes while the temporary server starts', async () => {
    useNewData();
    const imported = run(['import', await writeSpec(buildSpec())]);
    await imported.untilOutput('starting…', 40_000);
    const database = path.join(data, 'postgres');
    await waitFor(() => stat(database).then(Boolean, () => false), {
      timeoutMs: 40_000,
      describe: 'the database is made',
    });
    imported.kill('SIGINT');
    expect(await imported.exited).toEqual({ code: 130, signal: null });
    expect(imported.output()).toContain('Nothing was imported.');
    const again = run(['import', await writeSpec(buildSpec())]);
    expect(await again.exited).toMatchObject({ code: 0 });
  }, 120_000);

  test('applies overlays in their order, and shows how their actions ended', async () => {
    const overlays = await Promise.all(
      ['First', 'Last'].map(async (title) => {
        const file = path.join(folder, `${title}.overlay.json`);
        const actions = [
          { target: '$.info', update: { title } },
          { target: '$.nothing', remove: true },
        ];
        await writeFile(file, JSON.stringify({ overlay: '1.1.0', info: { title, version: '1' }, actions }));
        return file;
      }),
    );
    const imported = run(['import', await writeSpec(buildSpec()), '--overlay', ...overlays]);
    expect(await imported.exited).toMatchObject({ code: 0 });
    expect(imported.stdout()).toContain('Last');
    expect(imported.stdout()).toContain('4 actions: 2 applied, 0 not needed, 0 conflicting, 2 missing');
  });

  test('imports selected operations only, and stores nothing in a dry run', async () => {
    const server = run(['start']);
    await credentialsOf(server);
    const part = run(['import', await writeSpec(buildSpec()), '--exclude', 'paths=/**', '--dry-run']);
    expect(await part.exited).toMatchObject({ code: 0 });
    expect(part.stdout()).toContain('0 actions');
    expect(part.stdout()).toContain('NOT_SELECTED');
    expect(part.stdout()).toContain('nothing was stored');
  });

  test('uses the running server, which lists its imports and shows them in its console', async () => {
    const server = run(['start']);
    const { baseUrl } = await credentialsOf(server);
    const imported = run(['import', await writeSpec(buildSpec())]);
    expect(await imported.exited).toMatchObject({ code: 0 });
    expect(imported.stdout()).toContain('1 action');
    expect(imported.output()).toMatch(new RegExp(`${baseUrl}/console/imports/\\w{26}\\?organisation=\\w{26}`));
    const listed = run(['imports']);
    expect(await listed.exited).toMatchObject({ code: 0 });
    expect(listed.stdout()).toContain('pets.json');
  });

  test('lets the server fetch a URL, and uploads the document when the server refuses the address', async () => {
    const overlay = path.join(folder, 'renaming.overlay.json');
    const actions = [{ target: '$.info', update: { title: 'Overlaid' } }];
    await writeFile(overlay, JSON.stringify({ overlay: '1.1.0', info: { title: 'T', version: '1' }, actions }));
    const userAgents: (string | undefined)[] = [];
    const host = createHttpServer((request, response) => {
      userAgents.push(request.headers['user-agent']);
      response.end(JSON.stringify(buildSpec({ title: 'Hosted' })));
    });
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    const address = host.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/openapi.json`;
    try {
      for (const allow of ['127.0.0.1', '']) {
        const imported = run(['import', url, '--overlay', overlay], { OUTBOUND_ALLOW: allow });
        expect(await imported.exited, imported.output()).toMatchObject({ code: 0 });
        expect(imported.stdout()).toContain('Overlaid');
        expect(imported.stdout()).toContain('1 action: 1 applied');
      }
      expect(userAgents).toEqual(['Connectory', expect.not.stringMatching('Connectory')]);
    } finally {
      host.closeAllConnections();
      host.close();
    }
  });

  test('exits with 1 and shows the line of the error when the document cannot be imported', async () => {
    const imported = run(['import', await writeSpec('{"openapi": "3.1.0",\n "info": {"title": "cut')]);
    expect(await imported.exited).toMatchObject({ code: 1 });
    expect(imported.output()).toContain('line 2');
    expect(imported.output()).not.toMatch(/^\s+at /m);
  });

  test.each([
    { args: [], text: 'missing required argument' },
    { args: ['no-such-file.json'], text: 'no-such-file.json' },
    { args: ['package.json', '--connector', '01K0000000000000000000000A'], text: '--version' },
    { args: ['package.json', '--no-such-flag'], text: 'unknown option' },
    { args: ['package.json', '--include', 'tag=pets'], text: 'operationIds' },
  ])('exits with 2 when the command line is wrong: $args', async ({ args, text }) => {
    const misused = run(['import', ...args]);
    expect(await misused.exited).toMatchObject({ code: 2 });
    expect(misused.output()).toContain(text);
  });
});

describe('connectory diff', () => {
  test('shows the changes between versions and exits with 1 when any is breaking', async () => {
    const server = run(['start']);
    await credentialsOf(server);
    const old = buildSpec({ paths: { '/pets': { get: operation({ operationId: 'listPets' }) } } });
    const first = run(['import', await writeSpec(old), '--version', '1', '--json']);
    expect(await first.exited).toMatchObject({ code: 0 });
    const connector = String(JSON.parse(first.stdout()).connector.id);
    const into = (version: string, ...more: readonly string[]): RunningProcess =>
      run(['import', path.join(folder, 'pets.json'), '--connector', connector, '--version', version, ...more]);

    await writeSpec(buildSpec({ paths: { '/tags': { get: operation({ operationId: 'listTags' }) } } }));
    const dry = into('1', '--replace', '--dry-run');
    expect(await dry.exited).toMatchObject({ code: 0 });
    expect(dry.stdout()).toMatch(/against 1: 1 breaking/);
    expect(dry.stdout()).toContain('Dry run');
    expect(await into('2').exited).toMatchObject({ code: 0 });

    const broken = run(['diff', connector, '1', '2']);
    expect(await broken.exited).toMatchObject({ code: 1 });
    expect(broken.stdout()).toMatch(/breaking .* action listPets .* ACTION_REMOVED/);
    const asJson = run(['diff', connector, '1', '2', '--json']);
    expect(await asJson.exited).toMatchObject({ code: 1 });
    expect(JSON.parse(asJson.stdout())).toMatchObject({ summary: { actions: { added: 1, removed: 1 } } });
    expect(await run(['diff', connector, '1', '1']).exited).toMatchObject({ code: 0 });
    expect(await run(['diff', `${connector}@1`, `${connector}@2`]).exited).toMatchObject({ code: 1 });
    const missing = run(['diff', connector, '1', '9']);
    expect(await missing.exited).toMatchObject({ code: 2 });
    expect(missing.output()).toContain('version_not_found');
  });
});

describe('connectory keys', () => {
  test('accepts a key created beside a running server at once, and rejects it once revoked', async () => {
    const server = run(['start']);
    const { baseUrl, organisationId } = await credentialsOf(server);
    const created = run(['keys', 'create', '--name', 'test', '--role', 'read']);
    expect(await created.exited).toMatchObject({ code: 0 });
    const token = created.stdout().trim();
    const statusOf = async (): Promise<number> => {
      const address = `${baseUrl}/api/connect/v1/o/${organisationId}/imports`;
      return (await fetch(address, { headers: { Authorization: `Bearer ${token}` } })).status;
    };
    expect(await statusOf()).toBe(200);
    const [, id = ''] = /key (\w{26})/.exec(created.output()) ?? [];
    expect(await run(['keys', 'revoke', id]).exited).toMatchObject({ code: 0 });
    expect(await statusOf()).toBe(401);
    const audit = run(['audit', '--target', id]);
    expect(await audit.exited).toMatchObject({ code: 0 });
    expect(audit.stdout()).toMatch(/system command-line.*key\.revoked[\s\S]*key\.created/);
    const page = run(['audit', '--target', id, '--first', '1', '--json']);
    expect(await page.exited).toMatchObject({ code: 0 });
    expect(JSON.parse(page.stdout())).toMatchObject({ events: [{ action: 'key.revoked' }], next: expect.any(String) });
    const listed = run(['audit', '--target', id, '--first', '1']);
    expect(await listed.exited).toMatchObject({ code: 0 });
    expect(listed.output()).toMatch(/1 events\. The next ones: .* audit --first 1 --target \w{26} --after /);
    const exported = run(['audit', '--all', '--target', id, '--export', 'jsonl']);
    expect(await exported.exited).toMatchObject({ code: 0 });
    expect(exported.stdout().trim().split('\n')).toHaveLength(2);
    expect(await run(['audit', '--export', 'xml']).exited).toMatchObject({ code: 2 });
  });

  test('creates a key before the first start', async () => {
    useNewData();
    const created = run(['keys', 'create', '--name', 'first', '--scope', 'imports:write', 'connectors:read']);
    expect(await created.exited).toMatchObject({ code: 0 });
    expect(created.stdout()).toMatch(/^cty_/);
    expect(created.output()).toMatch(/expires 20\d\d-/);
    const listed = run(['keys', 'list']);
    expect(await listed.exited).toMatchObject({ code: 0 });
    expect(listed.stdout()).toContain('imports:write');
    const asJson = run(['keys', 'create', '--name', 'second', '--json']);
    expect(await asJson.exited).toMatchObject({ code: 0 });
    expect(JSON.parse(asJson.stdout())).toMatchObject({ name: 'second', token: expect.stringMatching(/^cty_/) });
    const unused = run(['keys', 'list', '--unused-days', '1']);
    expect(await unused.exited).toMatchObject({ code: 0 });
    expect(unused.stdout()).not.toContain('imports:write');
  });

  test.each([
    ['of an unknown role', ['--role', 'admin'], '--role must be one of'],
    ['of an unknown scope', ['--scope', 'all'], '--scope must be one of'],
    ['whose scope needs a higher role', ['--scope', 'keys:read'], 'needs --role operator'],
    ['that has expired', ['--expires', '2001-01-01'], 'must be a date in the future'],
    ['of an unknown organisation', ['--organisation', '01ARZ3NDEKTSV4RRFFQ69G5FAV'], 'no organisation 01ARZ3'],
    [
      'of an operator that names an organisation',
      ['--role', 'operator', '--organisation', 'x'],
      'remove --organisation',
    ],
  ])('rejects a key %s', async (_what, options, text) => {
    const refused = run(['keys', 'create', '--name', 'no', ...options]);
    expect(await refused.exited).toMatchObject({ code: 2 });
    expect(refused.output()).toContain(text);
    expect(refused.stdout()).toBe('');
  });
});
