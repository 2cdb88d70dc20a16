// npm run fairness --prefix bench -- [--flood 1000] [--backend postgres|redis]: one organisation submits many imports, and another submits one.
// Exits with 1 if the single import waits longer than two import durations.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildSpec, createOwner, importForm, type Owner, waitFor } from '@connectory/harness';
import pg from 'pg';
import { startStack } from '../reimport/stack.ts';

const maxDurations = 2;
const submittedAtOnce = 16;

const { values } = parseArgs({
  options: { flood: { type: 'string', default: '1000' }, backend: { type: 'string', multiple: true } },
});

async function submit(baseUrl: string, { organisationId, apiKey }: Owner, title: string): Promise<string> {
  const response = await fetch(`${baseUrl}/api/connect/v1/o/${organisationId}/protocols/http/import`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${apiKey}` },
    body: importForm(buildSpec({ title })),
  });
  if (response.status !== 202) throw new Error(`${response.status} ${await response.text()}`);
  return String(Reflect.get(Object(await response.json()), 'id'));
}

interface Measured {
  readonly importsPerSecond: number;
  readonly waitMs: number;
  readonly durationMs: number;
  /** Waiting imports of the other organisation when the single one was accepted. */
  readonly waiting: number;
}

async function measure(backend: string, flood: number, folder: string): Promise<Measured> {
  const stack = await startStack({ folder: path.join(folder, backend), backend });
  const database = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
  try {
    const other = await createOwner(stack.databaseUrl, 'other');
    const startedAt = performance.now();
    for (let index = 0; index < flood; index += submittedAtOnce)
      await Promise.all(
        Array.from({ length: Math.min(submittedAtOnce, flood - index) }, (_, place) =>
          submit(stack.baseUrl, stack, `Pets ${index + place}`),
        ),
      );
    const single = await submit(stack.baseUrl, other, 'single');
    const { rows: queued } = await database.query<{ waiting: number }>(
      "select count(*)::int as waiting from imports where status = 'queued'",
    );
    await waitFor(
      async () => {
        const { rows } = await database.query("select 1 from imports where status in ('queued', 'running') limit 1");
        return rows.length === 0;
      },
      { timeoutMs: 1_800_000, describe: 'all imports have ended' },
    );
    const importsPerSecond = (flood + 1) / ((performance.now() - startedAt) / 1000);
    const { rows } = await database.query<{ waitMs: number; durationMs: number }>(
      `select (extract(epoch from single.started_at - single.due_at) * 1000)::float8 as "waitMs",
              (select percentile_cont(0.5) within group (order by extract(epoch from finished_at - started_at) * 1000)
                 from imports where status = 'succeeded')::float8 as "durationMs"
         from imports single where id = $1`,
      [single],
    );
    const [row] = rows;
    if (row === undefined) throw new Error('the single import is missing');
    return { ...row, importsPerSecond, waiting: queued[0]?.waiting ?? 0 };
  } finally {
    await database.end();
    await stack.stop();
  }
}

const folder = await mkdtemp(path.join(tmpdir(), 'connectory-fairness-'));
try {
  for (const backend of values.backend ?? ['postgres', 'redis']) {
    const { waitMs, durationMs, importsPerSecond, waiting } = await measure(backend, Number(values.flood), folder);
    const durations = waitMs / durationMs;
    console.log(
      `${backend}: the single import started after ${waitMs.toFixed(0)} ms, ${durations.toFixed(2)} import durations of ` +
        `${durationMs.toFixed(0)} ms, with ${waiting} waiting; ${importsPerSecond.toFixed(1)} imports/s`,
    );
    if (durations > maxDurations) process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
