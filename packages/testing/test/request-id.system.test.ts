import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSpec, type RunningProcess, startProcess, waitFor, importForm } from '@connectory/harness';
import { describeOnQueues, type Stack, startStack } from '../src/index.ts';

interface LogLine {
  readonly service: string;
  readonly level: string;
  readonly msg: string;
  readonly requestId?: string;
  readonly importId?: string;
  readonly jobId?: string;
  readonly attempt?: number;
}

/** The lines of a process and its children that carry a request id. */
function linesOf(processes: readonly RunningProcess[], requestId: string): readonly LogLine[] {
  return processes
    .flatMap((running) => running.output().split('\n'))
    .filter((line) => line.startsWith('{') && line.includes(requestId))
    .map((line): LogLine => JSON.parse(line));
}

describeOnQueues('the logs, with the queue on $name', (backend) => {
  let stack: Stack;
  let workers: RunningProcess[];

  beforeAll(async () => {
    stack = await startStack(backend, { workers: 0, env: { LOG_LEVEL: 'debug', STALE_AFTER_SECONDS: '10' } });
    workers = [];
  });
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await stack.stop();
  });

  const startWorker = (env: { readonly [name: string]: string } = {}): RunningProcess => {
    const worker = startProcess({ app: 'worker', env: { ...stack.env, ...env } });
    workers.push(worker);
    return worker;
  };
  const untilLogged = (running: RunningProcess, requestId: string, text: string): Promise<boolean> =>
    waitFor(() => linesOf([running], requestId).some(({ msg }) => msg === text), {
      timeoutMs: 50_000,
      describe: () => `"${text}" is logged. The output:\n${running.output()}`,
    });
  const submit = async (requestId: string, spec: unknown = buildSpec()): Promise<string> => {
    const form = importForm(spec);
    const headers = { 'X-Request-Id': requestId };
    const response = await stack.fetch('/protocols/http/import', { method: 'POST', body: form, headers });
    expect(response.headers.get('X-Request-Id')).toBe(requestId);
    const { id }: { id: string } = JSON.parse(await response.text());
    return id;
  };

  test('carry one request id from the upload to the last row, through API, job, worker and child', async () => {
    const worker = startWorker();
    const importId = await submit('from-upload-to-row.1');
    await untilLogged(worker, 'from-upload-to-row.1', 'import ended');
    const lines = linesOf([stack.api, worker], 'from-upload-to-row.1');
    const entries = lines.map(({ service, msg }) => `${service}: ${msg}`);
    expect(entries).toEqual(
      expect.arrayContaining([
        'api: import accepted',
        'api: job added',
        'api: request',
        'worker: import claimed',
        'worker: stage begun',
        'worker: import ended',
      ]),
    );
    const ofImport = lines.filter(({ msg }) => msg !== 'request');
    expect(new Set(ofImport.map((line) => line.importId))).toEqual(new Set([importId]));
    const jobOf = (msg: string): string | undefined => lines.find((line) => line.msg === msg)?.jobId;
    expect(jobOf('import claimed')).toBe(jobOf('job added'));
    expect(jobOf('import claimed')).toBe(`${importId}-1`);
    await worker.stop();
  }, 90_000);

  test('keep the request id when a sweep gives the import of a killed worker to another', async () => {
    const schema = {
      type: 'object',
      properties: Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`p${i}`, {}])),
    };
    const content = { 'application/json': { schema } };
    const get = { responses: { 200: { description: 'x'.repeat(200), content } } };
    const paths = Object.fromEntries(Array.from({ length: 8_000 }, (_, index) => [`/t${index}`, { get }]));
    const victim = startWorker();
    const importId = await submit('through-a-sweep.1', buildSpec({ paths }));
    await untilLogged(victim, 'through-a-sweep.1', 'stage begun');
    victim.kill('SIGKILL');
    await victim.exited;
    const successor = startWorker();
    await untilLogged(successor, 'through-a-sweep.1', 'import ended');
    const lines = linesOf([successor], 'through-a-sweep.1');
    expect(lines.find(({ msg }) => msg === 'import claimed')).toMatchObject({ importId, attempt: 2 });
    expect(lines.map(({ msg }) => msg)).toContain('stage begun');
    await successor.stop();
  }, 90_000);

  test('keep the request id when the job was lost', async () => {
    const importId = await submit('lost-job.1');
    const database = new pg.Client({ connectionString: stack.databaseUrl });
    await database.connect();
    // The state after an API process was killed between the commit and the queue.
    await database.query("update imports set enqueued_at = null, enqueues = 7 where id = $1 and status = 'queued'", [
      importId,
    ]);
    await database.end();
    const worker = startWorker();
    await untilLogged(worker, 'lost-job.1', 'import ended');
    expect(linesOf([worker], 'lost-job.1')).toContainEqual(
      expect.objectContaining({ msg: 'import claimed', importId, requestId: 'lost-job.1' }),
    );
    await worker.stop();
  }, 90_000);

  test('have three lines for an import at the level info', async () => {
    const env = { ...stack.env, LOG_LEVEL: 'info' };
    const api = startProcess({ app: 'api', env });
    const worker = startWorker({ LOG_LEVEL: 'info' });
    const [, baseUrl = ''] = await api.untilOutput(/"baseUrl":"([^"]+)"/, 50_000);
    await worker.untilOutput('worker ready', 50_000);
    const form = importForm(buildSpec());
    const headers = { 'X-Request-Id': 'quiet.1', Authorization: `Bearer ${stack.apiKey}` };
    const url = `${baseUrl}/api/connect/v1/o/${stack.organisationId}/protocols/http/import`;
    await (await fetch(url, { method: 'POST', body: form, headers })).arrayBuffer();
    await untilLogged(worker, 'quiet.1', 'import ended');
    await Promise.all([api.stop(), worker.stop()]);
    const lines = linesOf([api, worker], 'quiet.1').map(({ service, level, msg }) => `${service} ${level}: ${msg}`);
    expect(lines).toEqual(['api info: import accepted', 'worker info: import claimed', 'worker info: import ended']);
  }, 90_000);
});
