import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@connectory/embedded';
import { buildSpec, findFreePort, importForm, waitFor } from '@connectory/harness';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { buildImageFiles, type ImageFiles } from './build-image-files.ts';
import { type ComposeService, readComposeServices } from './compose-file.ts';

/** As `node` of the image: an account to which none of its files belong. Only root can choose it. */
const account = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

const passwords = { DATABASE_API_PASSWORD: 'aa11', DATABASE_WORKER_PASSWORD: 'bb22', REDIS_PASSWORD: 'cc33' };

let files: ImageFiles;
let postgres: EmbeddedPostgres;
let folder: string;
let postgresFolder: string;
let services: { readonly [name: string]: ComposeService };
let addresses: readonly (readonly [string, string])[];
let apiUrl: string;
const running: ChildProcess[] = [];

/** Where the servers and ports of the Compose file are in this test. */
const inTest = (text: string): string =>
  addresses.reduce((replaced, [there, here]) => replaced.replaceAll(there, here), text);

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
}

function start(file: string, args: readonly string[], environment: NodeJS.ProcessEnv, cwd: string): Started {
  const child = spawn(file, args, { cwd, env: { PATH: process.env['PATH'], ...environment }, ...account });
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (output += text));
  return { child, output: () => output };
}

function environmentOf({ environment = {} }: ComposeService): NodeJS.ProcessEnv {
  const image = [...files.dockerfile.matchAll(/^(?:ENV|) +(\w+)=(\S+?)(?: \\)?$/gm)].map(([, name = '', value]) => [
    name,
    value,
  ]);
  const own = Object.entries(environment).map(([name, value]) => [name, inTest(value)]);
  return { ...Object.fromEntries(image), ...Object.fromEntries(own), CONNECTORY_DATA_DIR: folder, HOST: '127.0.0.1' };
}

/** Starts a service of the Compose file in the files of the image. @param command default: that of the service */
function startService(name: string, command = services[name]?.command ?? []): Started {
  const service = services[name] ?? {};
  const [node = '', ...args] = command;
  expect(node).toBe('node');
  return start(process.execPath, args, environmentOf(service), files.app);
}

async function runService(name: string, command?: readonly string[]): Promise<string> {
  const { child, output } = startService(name, command);
  const [code] = await once(child, 'close');
  expect({ code, output: output() }).toMatchObject({ code: 0 });
  return output();
}

beforeAll(async () => {
  if (inject('redisUrl') === '') return;
  files = await buildImageFiles();
  folder = await mkdtemp(path.join(tmpdir(), 'connectory-data-'));
  const redisFolder = path.join(folder, 'redis');
  await mkdir(redisFolder);
  if (account.uid !== undefined)
    for (const owned of [folder, redisFolder]) await chown(owned, account.uid, account.gid);
  const [pgPort, redisPort, port, healthPort, metricsPort] = await Promise.all(Array.from({ length: 5 }, findFreePort));
  postgres = await startEmbeddedPostgres({
    dataDir: (postgresFolder = await mkdtemp(path.join(tmpdir(), 'connectory-image-pg-'))),
    port: pgPort ?? 0,
    durable: false,
  });
  const owner = new URL(postgres.databaseUrl);
  addresses = [
    ['@postgres:5432', `@127.0.0.1:${pgPort}`],
    ['@redis:6379', `@127.0.0.1:${redisPort}`],
    ['8082', String(port)],
    ['8083', String(healthPort)],
    ['9464', String(metricsPort)],
  ];
  apiUrl = `http://127.0.0.1:${port}`;
  services = readComposeServices({
    ...passwords,
    DATABASE_PASSWORD: owner.password,
    SECRETS_KEY: Buffer.alloc(32, 7).toString('base64'),
  });
  const [shell = '', option = '', script = ''] = services['redis']?.command ?? [];
  const redis = start(
    shell,
    [option, script.replace('requirepass', `port ${redisPort}\nbind 127.0.0.1\nrequirepass`)],
    services['redis']?.environment ?? {},
    redisFolder,
  );
  await waitFor(() => redis.output().includes('Ready to accept connections'), { describe: redis.output });
}, 180_000);

afterAll(async () => {
  for (const child of running.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  await postgres?.stop();
  await files?.remove();
  for (const made of [folder, postgresFolder]) if (made !== undefined) await rm(made, { recursive: true, force: true });
});

async function isHealthy(name: string): Promise<boolean> {
  const [kind, ...command] = services[name]?.healthcheck?.test ?? [];
  expect(kind).toBe('CMD');
  const { child } = startService(name, command.map(inTest));
  return (await once(child, 'close'))[0] === 0;
}

describe.skipIf(inject('redisUrl') === '')('the files of the image, run as the Compose file does', () => {
  test('have no tools of the build', () => {
    for (const tool of ['prisma', 'typescript', 'vitest', '@prisma/engines'])
      expect(existsSync(path.join(files.app, 'node_modules', tool)), tool).toBe(false);
    for (const needed of ['prisma/migrations', 'apps/console/dist', 'node_modules/@prisma/client'])
      expect(existsSync(path.join(files.app, needed)), needed).toBe(true);
  });

  test('have no sources, tests or documents, and less than 300 MB', () => {
    const listed = readdirSync(files.app, { recursive: true, withFileTypes: true }).filter((each) => each.isFile());
    const own = listed.map((each) => path.relative(files.app, path.join(each.parentPath, each.name)));
    const unwanted = own.filter((name) =>
      /^(?:apps|packages)\/[^/]+\/(?:src|test)\/|\.test\.[jt]s$|^(?:docs|bench|clients)\//.test(name),
    );
    expect(unwanted.filter((name) => !name.startsWith('node_modules/'))).toEqual([]);
    expect([...new Set(own.map((name) => name.split('/')[0]))].sort()).toEqual([
      'apps',
      'node_modules',
      'package.json',
      'packages',
      'prisma',
    ]);
    const bytes = listed.reduce((sum, each) => sum + statSync(path.join(each.parentPath, each.name)).size, 0);
    expect(bytes).toBeLessThan(300_000_000);
  });

  test.skipIf(account.uid === undefined)('cannot be changed by the account of its processes', async () => {
    const check = "fs.accessSync('apps/api/dist/main.js', fs.constants.W_OK)";
    const { child, output } = startService('api', ['node', '-e', check]);
    expect((await once(child, 'close'))[0]).toBe(1);
    expect(output()).toContain('EACCES');
  });

  test('migrate an empty database, create a key, become healthy, import a document, and end with 0', async () => {
    await runService('migrate');
    const output = await runService('migrate', ['node', 'apps/cli/dist/main.js', 'keys', 'create', '--name', 'it']);
    const [, token = '', organisationId = ''] = /(cty_[\w-]+)[^]*organisation (\w{26})/.exec(output) ?? [];
    const started = ['api', 'worker'].map((name) => [name, startService(name)] as const);
    for (const [name, { output: log }] of started)
      await waitFor(() => isHealthy(name), { timeoutMs: 60_000, describe: () => `${name} is healthy: ${log()}` });
    const headers = { Authorization: `Bearer ${token}`, Prefer: 'wait=60' };
    const imported = await fetch(`${apiUrl}/api/connect/v1/o/${organisationId}/protocols/http/import`, {
      method: 'POST',
      headers,
      body: importForm(buildSpec()),
    });
    expect({ status: imported.status, text: await imported.text() }).toMatchObject({ status: 201 });
    expect((await fetch(`${apiUrl}/console/`)).status).toBe(200);
    for (const [name, { child, output: log }] of started) {
      child.kill('SIGTERM');
      const [code] = child.exitCode === null ? await once(child, 'close') : [child.exitCode];
      expect({ name, code, log: log() }).toMatchObject({ name, code: 0 });
      expect(log()).not.toMatch(/"level":"(?:error|fatal)"/);
    }
  }, 180_000);
});
