import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { databaseSettings, findFreePort, startProcess } from '@connectory/harness';
import { createTestDatabase, type TestDatabase } from '@connectory/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'doctor-'));
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

const run = async (args: readonly string[], env: { readonly [name: string]: string }) => {
  const running = startProcess({
    app: 'cli',
    args,
    env: { REDIS_URL: '', DATABASE_OWNER_URL: '', NO_COLOR: '1', ...env },
  });
  const { code } = await running.exited;
  return { code, output: running.output() };
};
const sound = () => ({ ...databaseSettings(database), SECRETS_KEY: randomBytes(32).toString('base64') });

test('the doctor finds nothing to do in a sound installation', async () => {
  const { code, output } = await run(['doctor', '--json'], sound());
  expect(code, output).toBe(0);
  const findings = JSON.parse(output) as readonly { check: string; state: string }[];
  expect(findings.filter(({ state }) => state === 'fault')).toEqual([]);
  const checks = [
    'database (api)',
    'clock',
    'connections',
    'database (worker)',
    'queue',
    'secrets',
    'disk',
    'memory',
    'exposure',
  ];
  expect(findings.map(({ check }) => check).filter((check, index, all) => all.indexOf(check) === index)).toEqual(
    checks,
  );
});

test('the doctor names each fault and what to do, and exits with 1', async () => {
  const nowhere = `redis://127.0.0.1:${await findFreePort()}`;
  const env = { ...sound(), REDIS_URL: nowhere, CONNECTORY_TMP_DIR: `${folder}/missing`, HOST: '0.0.0.0' };
  const { code, output } = await run(['doctor'], env);
  expect(code).toBe(1);
  expect(output).toMatch(/^fault +queue: .*check REDIS_URL/m);
  expect(output).toMatch(/^fault +disk: .*set CONNECTORY_TMP_DIR/m);
  expect(output).toMatch(/^warning +exposure: .*TLS/m);
  const away = await run(['doctor'], {
    ...sound(),
    DATABASE_URL: `postgresql://a:b@127.0.0.1:${await findFreePort()}/c`,
  });
  expect(away.code).toBe(1);
  expect(away.output).toMatch(/^fault +database \(api\): cannot be reached/m);
});

test('a support bundle has no secret of any setting, and only its owner can read it', async () => {
  const marker = 'MARKERq7';
  const url = new URL(database.apiUrl);
  url.searchParams.set('application_name', marker);
  const key = `${marker}${randomBytes(32).toString('base64').slice(marker.length)}`;
  const file = path.join(folder, 'bundle.json');
  const env = {
    ...sound(),
    DATABASE_URL: url.href,
    REDIS_URL: `redis://user:${marker}@127.0.0.1:${await findFreePort()}`,
    SECRETS_KEY: key,
    CONNECTORY_API_KEY: `cty_${marker}`,
    PUBLIC_BASE_URL: `https://${marker.toLowerCase()}.example`,
    AUTH_ISSUER: `https://${marker}.example`,
    AUTH_AUDIENCE: marker,
    AUTH_JWKS_URL: `https://${marker}.example/?token=${marker}`,
    WORKER_CONCURRENCY: '3',
  };
  const { code, output } = await run(['support-bundle', '--output', file], env);
  expect(code, output).toBe(0);
  const text = await readFile(file, 'utf8');
  expect(text.toLowerCase()).not.toContain(marker.toLowerCase());
  for (const secret of [url.password, key, new URL(database.workerUrl).password]) expect(text).not.toContain(secret);
  expect(JSON.parse(text)).toMatchObject({ settings: { WORKER_CONCURRENCY: '3', SECRETS_KEY: '***' } });
  expect((JSON.parse(text) as { database: { migrations: object[] } }).database.migrations.length).toBeGreaterThan(0);
});
