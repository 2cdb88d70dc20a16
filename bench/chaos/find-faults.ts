import { readdir } from 'node:fs/promises';
import type { Ledger } from './client.ts';
import { describeOutcome, type Inspector, type Outcome, withRedis } from './inspector.ts';
import { processesOf, type World } from './world.ts';

/** The imports of a run without troubles. */
export interface CalmRun {
  /** Number of imports. */
  readonly count: number;
  /** Expected outcome by the SHA-256 of the document. */
  readonly outcomes: ReadonlyMap<string, string>;
  readonly connectorIds: readonly string[];
}

/** Compares the rows of all imports with the calm run and the ledger. @returns one line for each fault */
export async function findRowFaults(
  inspector: Inspector,
  rows: readonly Outcome[],
  { ledger, calm }: { ledger: Ledger; calm: CalmRun },
): Promise<readonly string[]> {
  const ids = new Set(rows.map((row) => row.id));
  const lost = [...ledger.accepted.keys()].filter((id) => !ids.has(id)).map((id) => `import ${id} is lost`);
  return [
    ...lost,
    ...rows.flatMap((row) => faultsOfRow(row, { ledger, calm })),
    ...findUnknownImports(rows, { ledger, calm }),
    ...(await findVersionFaults(inspector, rows)),
  ];
}

function faultsOfRow(row: Outcome, { ledger, calm }: { ledger: Ledger; calm: CalmRun }): readonly string[] {
  const faults: string[] = [];
  const expected = calm.outcomes.get(row.sha256);
  const outcome = describeOutcome(row);
  const mayBeCancelled = ledger.accepted.get(row.id)?.toCancel === true || row.reimportId !== null;
  const cancelled = mayBeCancelled && row.status === 'cancelled';
  if (!cancelled && outcome !== expected) faults.push(`import ${row.id}: ${outcome}, but calm: ${expected}`);
  if (!row.clean) faults.push(`import ${row.id} is ${row.status} and still claimed`);
  if ((row.status === 'succeeded') !== row.hasVersion) {
    faults.push(`import ${row.id} is ${row.status}, but its version ${row.hasVersion ? 'exists' : 'is missing'}`);
  }
  if (row.status !== 'succeeded' && row.versionId !== null) faults.push(`import ${row.id} has a version`);
  return faults;
}

/** A request without a response may have been accepted. More unknown imports than such requests are a fault. */
function findUnknownImports(
  rows: readonly Outcome[],
  { ledger, calm }: { ledger: Ledger; calm: CalmRun },
): readonly string[] {
  const unknown = rows.filter(({ reimportId }) => reimportId === null).length - ledger.accepted.size - calm.count;
  if (unknown >= 0 && unknown <= ledger.unknown) return [];
  return [`${unknown} imports are in no response, but only ${ledger.unknown} requests have an unknown outcome`];
}

async function findVersionFaults(inspector: Inspector, rows: readonly Outcome[]): Promise<readonly string[]> {
  const faults: string[] = [];
  // Those of a bulk run may find their version unchanged.
  const succeeded = rows.filter((row) => row.status === 'succeeded' && row.reimportId === null);
  if (new Set(succeeded.map((row) => row.versionId)).size !== succeeded.length) {
    faults.push('two imports share a version');
  }
  const [counts = { versions: 0, connectors: 0, expected: 0, orphans: 0 }] = await inspector.query<{
    versions: number;
    connectors: number;
    expected: number;
    orphans: number;
  }>(`
    select (select count(*)::int from connector_versions v
             where exists (select from imports i where i.version_id = v.id and i.reimport_id is null)
                or not exists (select from imports i where i.version_id = v.id)) as versions,
           (select count(*)::int from connectors) as connectors,
           (select count(distinct connector_id)::int from imports where status = 'succeeded') as expected,
           (select count(*)::int
              from (select version_id from actions union all select version_id from triggers
                    union all select version_id from definitions) e
             where not exists (select from connector_versions v where v.id = e.version_id)) as orphans`);
  if (counts.versions !== succeeded.length) {
    faults.push(`${counts.versions} versions, but ${succeeded.length} imports succeeded`);
  }
  if (counts.connectors !== counts.expected) {
    faults.push(`${counts.connectors} connectors, but imports succeeded for ${counts.expected}`);
  }
  if (counts.orphans > 0) faults.push(`${counts.orphans} entities have no version`);
  return faults;
}

/** Finds files, processes and connections that are left after every process was stopped. */
export async function findLeftovers(world: World, inspector: Inspector): Promise<readonly string[]> {
  const faults: string[] = [];
  const files = await readdir(world.uploads, { recursive: true }).catch(() => []);
  if (files.length > 0) faults.push(`temporary files are left: ${files.slice(0, 5).join(', ')}`);
  const processes = processesOf(world.mark);
  if (processes.length > 0) faults.push(`processes are left: ${processes.join(', ')}`);
  const connections = await inspector.query(
    'select pid, application_name as name, query from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  if (connections.length > 0) faults.push(`connections to PostgreSQL are left: ${JSON.stringify(connections)}`);
  if (world.redis !== undefined) {
    const clients = await withRedis(world.redis.url, async (redis) => String(await redis.client('LIST')));
    const others = clients.trim().split('\n').length - 1;
    if (others > 0) faults.push(`${others} connections to Redis are left`);
  }
  return faults;
}
