import { createServer } from 'node:http';
import { buildSpec, operation, type RunningProcess, startProcess, waitFor, importForm } from '@connectory/harness';
import { describeOnQueues, type Stack, startStack } from '@connectory/testing';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

interface Run {
  readonly id: string;
  readonly status: string;
  readonly reason?: { readonly code: string };
  readonly total: number;
  readonly counts: { readonly [outcome: string]: number };
}

/** A document with the given number of operations and a unique title. */
function spec(title: string, operations = 3): string {
  const paths = Object.fromEntries(
    Array.from({ length: operations }, (_, at) => [`/${title}/${at}`, { get: operation({ operationId: `get${at}` }) }]),
  );
  return JSON.stringify(buildSpec({ title, paths }));
}

describeOnQueues('bulk re-imports on $name', (backend) => {
  let stack: Stack;
  let database: pg.Pool;
  let baseUrl: string;
  const started: RunningProcess[] = [];

  const start = (app: 'api' | 'worker'): RunningProcess => {
    const running = startProcess({ app, env: stack.env });
    started.push(running);
    return running;
  };

  beforeAll(async () => {
    const env = { WORKER_CONCURRENCY: '1', WORKER_BULK_CONCURRENCY: '1', OUTBOUND_ALLOW: '127.0.0.1/32' };
    stack = await startStack(backend, { workers: 1, env });
    baseUrl = stack.baseUrl;
    database = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
    database.on('error', () => undefined);
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((running) => running.stop()));
    baseUrl = stack.baseUrl;
  });
  afterAll(async () => {
    await database.end();
    await stack.stop();
  });

  const submit = async (document: string): Promise<{ id: string; connectorId: string }> => {
    const form = importForm(document, { version: '1' });
    const response = await stack.fetch('/protocols/http/import', { method: 'POST', body: form });
    expect(response.status).toBe(202);
    return (await response.json()) as { id: string; connectorId: string };
  };
  const ended = async (importId: string, timeoutMs = 40_000): Promise<string> =>
    waitFor(
      async () => {
        const { status } = (await (await stack.fetch(`/imports/${importId}`)).json()) as { status: string };
        return ['succeeded', 'failed', 'cancelled'].includes(status) && status;
      },
      { timeoutMs, describe: `import ${importId} ends` },
    );
  /** Drafts that look like those of an older importer. */
  const drafts = async (documents: readonly string[]): Promise<readonly string[]> => {
    const accepted = await Promise.all(documents.map(submit));
    for (const { id } of accepted) expect(await ended(id)).toBe('succeeded');
    const connectorIds = accepted.map(({ connectorId }) => connectorId);
    await database.query(`update connector_versions set importer_version = '0' where connector_id = any ($1)`, [
      connectorIds,
    ]);
    return connectorIds;
  };
  const operate = async (path: string, method = 'GET', body?: object): Promise<Run> => {
    const response = await fetch(`${baseUrl}/api/operator/v1/reimports${path}`, {
      method,
      headers: { Authorization: `Bearer ${stack.operatorApiKey}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    const run = (await response.json()) as Run;
    expect(Object.values(run.counts).reduce((sum, count) => sum + count, 0)).toBe(run.total);
    return run;
  };
  const create = (connectorIds: readonly string[], parts: object = {}): Promise<Run> =>
    operate('', 'POST', { selector: { connectorIds }, target: 'replace-drafts', ...parts });
  const until = (id: string, condition: (run: Run) => boolean, timeoutMs = 60_000): Promise<Run> => {
    let last: Run | undefined;
    return waitFor(
      async () => {
        // Requests fail while the API is down.
        last = await operate(`/${id}`);
        return condition(last) && last;
      },
      { timeoutMs, describe: () => `the run goes on: ${JSON.stringify(last?.counts)}` },
    );
  };
  const ranOf = ({ counts }: Run): number => (counts['replaced'] ?? 0) + (counts['failed'] ?? 0);

  test('lose and repeat nothing when workers and the API are killed', async () => {
    const connectorIds = await drafts(Array.from({ length: 40 }, (_, at) => spec(`killed-${at}`)));
    const others = await drafts(Array.from({ length: 5 }, (_, at) => spec(`other-${at}`)));
    const before = await database.query(`select id from actions order by id`);
    const { id } = await create(connectorIds, { maxInFlight: 4 });
    // One worker runs the whole time; the others are started and killed.
    for (const progress of [3, 10, 20]) {
      const victim = start('worker');
      await victim.untilOutput('worker ready');
      await until(id, (run) => ranOf(run) >= progress || run.status !== 'running');
      victim.kill('SIGKILL');
      await victim.exited;
    }
    // Kills the API during requests that change this run and create another one: each request takes full effect or none.
    for (const afterMs of [0, 4, 12, 40]) {
      const api = start('api');
      [, baseUrl = ''] = await api.untilOutput(/"baseUrl":"([^"]+)"/);
      await operate(`/${id}`);
      const asked = Promise.allSettled([
        operate(`/${id}/pause`, 'POST'),
        create(others, { dryRun: true }),
        operate(`/${id}/resume`, 'POST'),
      ]);
      await pause(afterMs);
      api.kill('SIGKILL');
      await api.exited;
      baseUrl = stack.baseUrl;
      await asked;
      if ((await operate(`/${id}`)).status === 'paused') await operate(`/${id}/resume`, 'POST');
    }
    const made = await database.query<{ id: string }>(`select id from reimports where id <> $1`, [id]);
    for (const other of made.rows)
      expect(await until(other.id, (run) => run.status !== 'running')).toMatchObject({ status: 'finished', total: 5 });

    const { counts, status } = await until(id, (run) => run.status !== 'running');
    expect({ status, counts }).toMatchObject({ status: 'finished', counts: { replaced: 40 } });
    const imports = await database.query(
      `select count(*)::int as all, count(distinct connector_id)::int as connectors,
              count(*) filter (where status = 'succeeded')::int as succeeded from imports where reimport_id = $1`,
      [id],
    );
    expect(imports.rows).toEqual([{ all: 40, connectors: 40, succeeded: 40 }]);
    // Each draft has all its actions, with their previous ids.
    expect((await database.query(`select id from actions order by id`)).rows).toEqual(before.rows);
    const old = await database.query(
      `select 1 from connector_versions where connector_id = any ($1) and importer_version = '0'`,
      [connectorIds],
    );
    expect(old.rowCount).toBe(0);
  }, 180_000);

  test('of unchanged versions write only their own rows', async () => {
    const connectorIds = await drafts(Array.from({ length: 10 }, (_, at) => spec(`same-${at}`)));
    await until((await create(connectorIds)).id, (run) => run.status === 'finished');
    const rows = async (): Promise<unknown> =>
      (
        await database.query(
          `select (select count(*) from imports) as imports, (select count(*) from connector_versions) as versions,
                  (select count(*) from actions) as actions, (select count(*) from definitions) as definitions,
                  (select count(*) from schemas) as schemas, (select max(xmin::text::bigint) from connector_versions) as written`,
        )
      ).rows;
    const before = await rows();
    const again = await until((await create(connectorIds)).id, (run) => run.status === 'finished');
    expect(again.counts).toMatchObject({ unchanged: 10 });
    expect(await rows()).toEqual(before);
  }, 90_000);

  test('with a canary stop after it if the new importer fails, and leave all versions unchanged', async () => {
    // Today's importer reports an error in this document. The version was imported strictly when it did not.
    const broken = (at: number): string =>
      JSON.stringify({
        ...buildSpec({ title: `canary-${at}` }),
        components: { schemas: { Odd: { $ref: '#/nowhere' } } },
        paths: {
          '/a': { get: operation({ parameters: [{ name: 'x', in: 'nowhere' }] }) },
        },
      });
    const connectorIds = await drafts(Array.from({ length: 12 }, (_, at) => broken(at)));
    await database.query(
      `update connector_versions set import_source = '{"filename":"spec.json","options":{"strict":true}}' where connector_id = any ($1)`,
      [connectorIds],
    );
    const state = async (): Promise<unknown> =>
      (
        await database.query(
          `select v.id, v.name, v.importer_version, v.xmin::text, (select json_agg(a order by a.id) from actions a where a.version_id = v.id) as actions
             from connector_versions v where connector_id = any ($1) order by id`,
          [connectorIds],
        )
      ).rows;
    const before = await state();
    const { id } = await create(connectorIds, { canary: { count: 3, maxFailures: 1 } });
    const stopped = await until(id, (run) => run.status !== 'running' && run.counts['running'] === 0);
    expect(stopped).toMatchObject({ status: 'stopped', reason: { code: 'canary_failed' } });
    expect(stopped.counts['pending']).toBeGreaterThanOrEqual(9);
    expect(await state()).toEqual(before);
    expect(await operate(`/${id}/cancel`, 'POST')).toMatchObject({ status: 'cancelled', counts: { pending: 0 } });
  }, 90_000);

  test('fetch documents from their URLs again, and import the changed ones', async () => {
    const served = { body: spec('fetched'), asked: [] as (number | undefined)[] };
    const host = createServer((request, response) => {
      const etag = `"${served.body.length}"`;
      const known = request.headers['if-none-match'] === etag;
      served.asked.push(known ? 304 : 200);
      response.writeHead(known ? 304 : 200, { ETag: etag, 'Content-Type': 'application/json' });
      response.end(known ? undefined : served.body);
    });
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    try {
      const address = host.address();
      const schemaURL = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/spec.json`;
      const response = await stack.fetch('/protocols/http/import', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ schemaURL, format: 'openapi', version: '1' }),
      });
      const { id: importId, connectorId } = (await response.json()) as { id: string; connectorId: string };
      expect(await ended(importId)).toBe('succeeded');

      const same = await create([connectorId], { refetch: true });
      expect((await until(same.id, (run) => run.status === 'finished')).counts).toMatchObject({ unchanged: 1 });
      expect(served.asked).toEqual([200, 304]);
      served.body = spec('fetched', 4);
      const stored = await create([connectorId]);
      expect((await until(stored.id, (run) => run.status === 'finished')).counts).toMatchObject({ unchanged: 1 });
      const changed = await create([connectorId], { refetch: true });
      expect((await until(changed.id, (run) => run.status === 'finished')).counts).toMatchObject({ replaced: 1 });
      expect(served.asked).toEqual([200, 304, 200]);
      const { rows } = await database.query(
        `select count(*)::int as actions from actions join connector_versions v on v.id = version_id where connector_id = $1`,
        [connectorId],
      );
      expect(rows).toEqual([{ actions: 4 }]);
      // The new ETag was stored.
      const again = await create([connectorId], { refetch: true });
      expect((await until(again.id, (run) => run.status === 'finished')).counts).toMatchObject({ unchanged: 1 });
      expect(served.asked).toEqual([200, 304, 200, 304]);
    } finally {
      host.close();
    }
  }, 120_000);

  test('that are paused stop within one window, and continue when resumed', async () => {
    const connectorIds = await drafts(Array.from({ length: 20 }, (_, at) => spec(`paused-${at}`, 50)));
    const { id } = await create(connectorIds, { maxInFlight: 2 });
    await until(id, (run) => ranOf(run) >= 1);
    const paused = await operate(`/${id}/pause`, 'POST');
    expect(paused.status).toBe('paused');
    const rest = await until(id, (run) => run.counts['running'] === 0);
    expect(ranOf(rest) - ranOf(paused)).toBeLessThanOrEqual(2);
    expect(rest.counts['pending']).toBe(paused.counts['pending']);
    await operate(`/${id}/resume`, 'POST');
    expect((await until(id, (run) => run.status === 'finished')).counts).toMatchObject({ replaced: 20 });
  }, 120_000);

  test('do not delay interactive imports', async () => {
    const connectorIds = await drafts(Array.from({ length: 4 }, (_, at) => spec(`large-${at}`, 4_000)));
    const { id } = await create(connectorIds);
    await until(id, (run) => run.counts['running'] === 4);
    const { id: importId } = await submit(spec('interactive'));
    expect(await ended(importId)).toBe('succeeded');
    expect((await operate(`/${id}`)).status).toBe('running');
    await operate(`/${id}/cancel`, 'POST');
  }, 120_000);
});
