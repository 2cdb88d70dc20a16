import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  buildSpec,
  findFreePort,
  readMetrics,
  type RunningProcess,
  startProcess,
  waitFor,
  importForm,
} from '@connectory/harness';
import { describeOnQueues, type Stack, startStack } from '../src/index.ts';

describeOnQueues('the metrics, with the queue on $name', (backend) => {
  let stack: Stack;
  let worker: RunningProcess | undefined;
  let apiPort: number;
  let workerPort: number;

  beforeAll(async () => {
    [apiPort, workerPort] = await Promise.all([findFreePort(), findFreePort()]);
    stack = await startStack(backend, {
      workers: 0,
      env: {
        STALE_AFTER_SECONDS: '10',
        METRICS_PORT: String(apiPort),
        WORKER_HEALTH_PORT: String(workerPort),
        IMPORT_HEAP_MB: '64',
      },
    });
  });
  afterAll(async () => {
    await worker?.stop();
    await stack.stop();
  });

  const submit = async (spec: unknown): Promise<string> => {
    const form = importForm(spec, {}, 'secret-name.json');
    const response = await stack.fetch('/protocols/http/import', { method: 'POST', body: form });
    expect(response.status).toBe(202);
    const { id }: { id: string } = JSON.parse(await response.text());
    return id;
  };
  const until = (description: string, condition: () => Promise<boolean>): Promise<boolean> =>
    waitFor(condition, { timeoutMs: 80_000, describe: description });
  const untilEnded = (id: string): Promise<boolean> =>
    until(`import ${id} ends`, async () => {
      const { status }: { status: string } = JSON.parse(await (await stack.fetch(`/imports/${id}`)).text());
      return ['succeeded', 'failed', 'cancelled'].includes(status);
    });

  test('of every API process count the waiting imports of the installation and give the age of the oldest', async () => {
    const otherPort = await findFreePort();
    const other = startProcess({ app: 'api', env: { ...stack.env, METRICS_PORT: String(otherPort) } });
    try {
      await other.untilOutput('api ready');
      await Promise.all([submit(buildSpec()), submit(buildSpec()), submit(buildSpec())]);
      await until('both processes count three imports', async () => {
        const both = await Promise.all([readMetrics(apiPort), readMetrics(otherPort)]);
        return both.every(
          (metrics) =>
            metrics.sum('connectory_imports', { status: 'queued', kind: 'interactive' }) === 3 &&
            metrics.sum('connectory_imports_oldest_seconds', { status: 'queued' }) > 0 &&
            metrics.sum('connectory_database_up') === 1,
        );
      });
      const here = await readMetrics(apiPort);
      expect(here.sum('connectory_imports_accepted_total')).toBe(3);
      expect((await readMetrics(otherPort)).sum('connectory_imports_accepted_total')).toBe(0);
    } finally {
      await other.stop();
    }
  });

  test('count imports by outcome, stages by duration, and child processes by the cause of their end', async () => {
    const paths = Object.fromEntries(
      Array.from({ length: 200_000 }, (_, index) => [
        `/t${index}`,
        { get: { responses: { 200: { description: 'x' } } } },
      ]),
    );
    const unreadable = await submit('not an object');
    const tooLarge = await submit(buildSpec({ paths }));
    worker = startProcess({ app: 'worker', env: stack.env });
    await worker.untilOutput('worker ready');
    await Promise.all([untilEnded(unreadable), untilEnded(tooLarge)]);
    await until('all ended imports are counted', async () => {
      return (await readMetrics(workerPort)).sum('connectory_imports_ended_total') === 5;
    });
    const metrics = await readMetrics(workerPort);
    expect(metrics.sum('connectory_imports_ended_total', { status: 'succeeded', code: '' })).toBe(3);
    expect(metrics.sum('connectory_imports_ended_total', { status: 'failed' })).toBe(2);
    expect(metrics.sum('connectory_imports_ended_total', { code: 'import_out_of_memory' })).toBe(1);
    expect(metrics.sum('connectory_imports_claimed_total')).toBe(5);
    for (const stage of ['queued', 'parsing', 'mapping', 'persisting'])
      expect(metrics.sum('connectory_import_stage_duration_seconds_count', { stage }), stage).toBeGreaterThanOrEqual(3);
    expect(metrics.sum('connectory_import_children_ended_total', { cause: 'out-of-memory' })).toBe(1);
    const started = metrics.sum('connectory_import_children_started_total');
    const ended = metrics.sum('connectory_import_children_ended_total');
    expect(metrics.sum('connectory_import_children')).toBe(started - ended);
    expect(metrics.sum('connectory_imports', { status: 'queued' })).toBe(0);
    expect(metrics.sum('connectory_database_connections')).toBeGreaterThan(0);
    expect(metrics.sum('nodejs_eventloop_lag_seconds')).toBeGreaterThanOrEqual(0);
    expect(metrics.sum('connectory_build_info', { service: 'worker', node: process.version })).toBe(1);
  }, 180_000);

  test('label requests with their operation, and contain no path, name or id of a user', async () => {
    await Promise.all(
      ['/nothing-1', '/nothing-2', '/imports/01ARZ3NDEKTSV4RRFFQ69G5FAV'].map((path) => stack.fetch(path)),
    );
    await fetch(`${stack.baseUrl}/%ff/x`, { headers: { Authorization: 'Bearer x' } });
    const metrics = await readMetrics(apiPort);
    const count = 'connectory_http_request_duration_seconds_count';
    const route = '/api/connect/v1/o/{organisation_id}/protocols/http/import';
    expect(metrics.sum(count, { method: 'POST', route, status: '202' })).toBe(5);
    expect(metrics.sum(count, { route: 'none', status: '404' })).toBeGreaterThanOrEqual(2);
    expect(metrics.sum('connectory_http_errors_total', { code: 'import_not_found' })).toBe(1);
    for (const secret of [stack.organisationId, 'secret-name', 'nothing-1', '01ARZ3NDEKTSV4RRFFQ69G5FAV', 'Pets'])
      expect(metrics.text).not.toContain(secret);
  });

  test('count the open event streams', async () => {
    await worker?.stop();
    worker = undefined;
    const waiting = await submit(buildSpec());
    const client = new AbortController();
    const stream = await stack.fetch(`/imports/${waiting}/events`, { signal: client.signal });
    expect(stream.status).toBe(200);
    expect((await readMetrics(apiPort)).sum('connectory_event_streams')).toBe(1);
    client.abort();
    await until(
      'the event stream is closed',
      async () => (await readMetrics(apiPort)).sum('connectory_event_streams') === 0,
    );
  });

  test('have a port of their own, which serves nothing else', async () => {
    expect((await fetch(`${stack.baseUrl}/metrics`)).status).toBe((await fetch(`${stack.baseUrl}/nothing`)).status);
    expect((await fetch(`http://127.0.0.1:${apiPort}/healthz`)).status).toBe(404);
  });
});
