import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSpec, importForm, type RedisServer, startProcess, startRedis, waitFor } from '@connectory/harness';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queueBackends, type Stack, startStack } from '../src/index.ts';

describe.runIf(queueBackends().length > 1)('a Redis with TLS', () => {
  let folder: string;
  let redis: RedisServer;
  let stack: Stack;
  const files = () => ({ certFile: path.join(folder, 'server.crt'), keyFile: path.join(folder, 'server.key') });

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'redis-tls-'));
    const { certFile, keyFile } = files();
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile];
    execFileSync('openssl', ['req', '-x509', ...key, '-out', certFile, '-days', '2', ...subject], { stdio: 'ignore' });
    const started = await startRedis(path.join(folder, 'redis'), { certificate: files() });
    if (started === undefined) throw new Error('no Redis');
    redis = started;
    stack = await startStack({ name: 'redis', redisUrl: redis.url }, { env: { NODE_EXTRA_CA_CERTS: certFile } });
  }, 60_000);

  afterAll(async () => {
    await stack?.stop();
    await redis?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('delivers jobs to workers that trust its certificate', async () => {
    const response = await stack.fetch('/protocols/http/import', { method: 'POST', body: importForm(buildSpec()) });
    const { id } = (await response.json()) as { id: string };
    await waitFor(async () => /"succeeded"/.test(await (await stack.fetch(`/imports/${id}`)).text()), {
      timeoutMs: 60_000,
      describe: 'the import succeeds',
    });
    expect((await fetch(`${stack.baseUrl}/readyz`)).status).toBe(200);
  }, 90_000);

  test('whose authority is unknown names the setting to change', async () => {
    const advice = 'set NODE_EXTRA_CA_CERTS';
    const api = startProcess({ app: 'api', env: { ...stack.env, NODE_EXTRA_CA_CERTS: '', PORT: '0' } });
    try {
      const [, baseUrl = ''] = await api.untilOutput(/"baseUrl":"([^"]+)"/);
      await waitFor(async () => (await (await fetch(`${baseUrl}/readyz`)).text()).includes(advice), {
        timeoutMs: 60_000,
        describe: () => `/readyz says: ${advice}. ${api.output()}`,
      });
    } finally {
      await api.stop();
    }
  }, 90_000);
});
