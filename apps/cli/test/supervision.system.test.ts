import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSpec, importForm, type RunningProcess, startProcess, waitFor } from '@connectory/harness';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;
let server: RunningProcess;
let baseUrl: string;
let organisation: string;
let headers: { readonly Authorization: string };

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'connectory-supervision-'));
  const unset = { DATABASE_URL: '', REDIS_URL: '', CONNECTORY_URL: '' };
  const env = { ...unset, CONNECTORY_DATA_DIR: folder, PORT: '0', IMPORT_DEFAULT_WAIT_SECONDS: '0' };
  server = startProcess({
    app: 'cli',
    args: ['start'],
    env: { ...env, STALE_AFTER_SECONDS: '2', HEARTBEAT_SECONDS: '1' },
  });
  await server.untilOutput('serves at');
  const credentials = JSON.parse(await readFile(path.join(folder, 'credentials.json'), 'utf8'));
  ({ baseUrl } = credentials);
  organisation = `${baseUrl}/api/connect/v1/o/${credentials.organisationId}`;
  headers = { Authorization: `Bearer ${credentials.apiKey}` };
}, 60_000);

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The processes of the workers so far, from their logs. */
const workerPids = (): readonly number[] =>
  [...server.output().matchAll(/"service":"worker","pid":(\d+)[^\n]*worker ready/g)].map(([, pid]) => Number(pid));

const readiness = async (): Promise<unknown> => (await fetch(`${baseUrl}/readyz`)).json();

test('a worker that is killed again and again ends nothing else: reads go on, and imports end afterwards', async () => {
  const kills = 5;
  const submitted = await fetch(`${organisation}/protocols/http/import`, {
    method: 'POST',
    headers,
    body: importForm(buildSpec()),
  });
  expect(submitted.status).toBe(202);
  for (let count = 1; count <= kills; count += 1) {
    const pid = await waitFor(() => workerPids()[count - 1], {
      timeoutMs: 30_000,
      describe: `worker ${count} is ready`,
    });
    process.kill(pid, 'SIGKILL');
    await waitFor(async () => /restarting/.test(JSON.stringify(await readiness())), {
      describe: '/readyz shows that the worker restarts',
    });
    expect((await fetch(`${organisation}/imports`, { headers })).status).toBe(200);
  }
  await waitFor(() => workerPids().length > kills, { timeoutMs: 30_000, describe: 'the last worker is ready' });
  // The worker writes that it is ready before the supervisor learns of it.
  await waitFor(async () => /"worker":"ok"/.test(JSON.stringify(await readiness())), {
    describe: '/readyz shows the worker',
  });
  expect(await readiness()).toEqual({ status: 'ready', database: 'ok', queue: 'ok', worker: 'ok' });
  const location = submitted.headers.get('Location') ?? '';
  await waitFor(async () => /"succeeded"/.test(await (await fetch(location, { headers })).text()), {
    timeoutMs: 60_000,
    describe: 'the import ends',
  });
}, 180_000);

test('a signal of the terminal, which all processes get at once, stops them without a warning', async () => {
  const [, apiPid] = await server.untilOutput(/"service":"api","pid":(\d+)/);
  const before = server.output().length;
  // PostgreSQL has a session of its own, so a terminal does not signal it.
  for (const pid of [Number(apiPid), Number(workerPids().at(-1)), server.pid]) process.kill(pid, 'SIGINT');
  expect(await server.exited).toEqual({ code: 0, signal: null });
  expect(server.output().slice(before)).not.toMatch(/process ended|"level":"(warn|error)"/);
}, 60_000);
