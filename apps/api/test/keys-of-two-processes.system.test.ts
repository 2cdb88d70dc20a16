import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningProcess, startProcess, waitFor } from '@connectory/harness';
import { describeOnQueues, type Stack, startStack } from '@connectory/testing';

const readsPerMinute = 40;

describeOnQueues('two API processes of one installation, with counters in $name', (backend) => {
  let stack: Stack;
  let second: RunningProcess;
  let baseUrls: readonly string[];

  beforeAll(async () => {
    stack = await startStack(backend, {
      workers: 0,
      env: { RATE_LIMIT_READS_PER_MINUTE: String(readsPerMinute), LOG_LEVEL: 'debug' },
    });
    second = startProcess({ app: 'api', env: stack.env });
    const [, baseUrl = ''] = await second.untilOutput(/"baseUrl":"([^"]+)"/);
    baseUrls = [stack.baseUrl, baseUrl];
  });
  afterAll(async () => {
    await second.stop();
    await stack.stop();
  });

  const operate = async (path: string, body?: object): Promise<{ [name: string]: unknown }> => {
    const response = await fetch(`${stack.baseUrl}/api/operator/v1${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${stack.operatorApiKey}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(response.ok).toBe(true);
    return Object(await response.json());
  };
  const newKey = (): Promise<{ [name: string]: unknown }> =>
    operate('/keys', { name: 'test', role: 'read', organisationId: stack.organisationId });
  const read = async (baseUrl: string, token: unknown): Promise<Response> =>
    fetch(`${baseUrl}/api/connect/v1/o/${stack.organisationId}/imports`, {
      headers: { Authorization: `Bearer ${String(token)}` },
    });
  const statuses = (token: unknown): Promise<readonly number[]> =>
    Promise.all(baseUrls.map(async (baseUrl) => (await read(baseUrl, token)).status));

  test('accept a new key at once, and reject it once either has revoked it', async () => {
    const { id, token } = await newKey();
    expect(await statuses(token)).toEqual([200, 200]);
    await operate(`/keys/${String(id)}/revoke`);
    expect(await statuses(token)).toEqual([401, 401]);
  });

  test('share the request counts of a key', async () => {
    // A process that is not connected to Redis yet counts alone.
    const remaining = (response: Response): number =>
      Number(/r=(\d+)/.exec(response.headers.get('RateLimit') ?? '')?.[1]);
    const [one = '', other = ''] = baseUrls;
    await waitFor(
      async () => {
        const { token } = await newKey();
        await read(one, token);
        return remaining(await read(other, token)) === readsPerMinute - 2;
      },
      { describe: 'both count in one place' },
    );
    const { token } = await newKey();
    const responses = await Promise.all(
      baseUrls.flatMap((baseUrl) => Array.from({ length: readsPerMinute }, () => read(baseUrl, token))),
    );
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(readsPerMinute);
    expect(responses.filter(({ status }) => status === 429)).toHaveLength(readsPerMinute);
  });

  test('write no key to their logs', async () => {
    const { token } = await newKey();
    await statuses(token);
    await waitFor(() => second.output().includes('"msg":"request"'), { describe: 'requests are logged' });
    for (const written of [stack.api.output(), second.output()]) {
      for (const secret of [String(token), stack.operatorApiKey, stack.apiKey]) expect(written).not.toContain(secret);
    }
  });
});
