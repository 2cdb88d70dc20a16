import { apiOperations } from '@connectory/contract';
import { addressOf, fillDatabase, filledQueries } from '@connectory/harness';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prepareChanges } from './change-requests.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

/*
 * PostgreSQL sends the plan of each statement of a request (auto_explain). With `enable_seqscan` off, a plan has a sequential scan only where no
 * index can serve the statement, whatever the number of rows. An index that is read without a condition is a scan of all rows as well,
 * unless a limit ends it.
 */

/** Tables that may be read whole, with the reason. */
const small: { readonly [table: string]: string } = {
  _prisma_migrations: 'as many rows as migrations',
  migration: 'as many rows as migrations of the queue',
  reimports: 'as many rows as bulk runs',
  imports_running_idx: 'the imports that run',
  imports_waiting_idx: 'the imports that wait',
  connectors_public: 'the public connectors',
};

/** Statements that read whole tables by design, with the reason. */
const wholeByDesign: readonly (readonly [start: string, reason: string])[] = [
  ['insert into organisation_usage', 'measures what an organisation stores, at most once a minute'],
  ['insert into reimport_items', 'selects the versions of a bulk run'],
  ['select count(*)::int as versions', 'counts the versions of a bulk run before it begins'],
];

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly Filter?: string;
  readonly Plans?: readonly PlanNode[];
}

let api: TestApi;
let operator: string;
const plans: { readonly 'Query Text': string; readonly Plan: PlanNode }[] = [];

beforeAll(async () => {
  api = await startTestApi({ RATE_LIMIT_WRITES_PER_MINUTE: '0', RATE_LIMIT_READS_PER_MINUTE: '0' });
  operator = (await api.createKey(null, 'operator')).token;
  const owner = await api.database.pool.connect();
  await fillDatabase(owner, api.organisationId, { imports: 3_000, connectors: 1_500, actions: 6_000 });
  const { rows } = await owner.query<{ name: string }>('select current_database() as name');
  for (const setting of [
    `session_preload_libraries = 'auto_explain'`,
    'auto_explain.log_min_duration = 0',
    `auto_explain.log_level = 'notice'`,
    `auto_explain.log_format = 'json'`,
    'auto_explain.log_nested_statements = on',
    'enable_seqscan = off',
    'jit = off',
  ]) {
    await owner.query(`alter database ${rows[0]?.name} set ${setting}`);
  }
  // Connections that open from now on have the settings.
  await owner.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  );
  owner.release();
  watchPlans();
}, 120_000);

afterAll(async () => {
  pg.Client.prototype.connect = connect;
  await api.close();
});

// oxlint-disable-next-line typescript/unbound-method -- called with its client
const { connect } = pg.Client.prototype;

function watchPlans(): void {
  pg.Client.prototype.connect = function watched(this: pg.Client, ...args: Parameters<typeof connect>) {
    this.on('notice', ({ message = '' }) => {
      const [, json] = message.split('plan:\n');
      if (json !== undefined) plans.push(JSON.parse(json));
    });
    return connect.apply(this, args);
  } as typeof connect;
}

/** Scans of whole tables or indexes, as texts. */
function findScans(node: PlanNode, isLimited = false): readonly string[] {
  const type = node['Node Type'];
  const names = [node['Relation Name'], node['Index Name']].map((name) => name ?? '');
  const isWhole =
    type === 'Seq Scan' || (/^(Bitmap )?Index/.test(type) && node['Index Cond'] === undefined && !isLimited);
  const found = isWhole && !names.some((name) => small[name] !== undefined) ? [`${type} of ${names.join(' ')}`] : [];
  // Under row-level security an index is not read by a status, as no operator of an enum is leakproof.
  if (enumCondition.test(node.Filter ?? '') && ofOrganisation.test(node['Index Cond'] ?? ''))
    found.push(`all of an organisation: ${node.Filter} of ${names.join(' ')}`);
  // A sort reads all rows before a limit ends it.
  const inner = type === 'Limit' || (isLimited && !/Sort|Aggregate|Hash/.test(type));
  return [...found, ...(node.Plans ?? []).flatMap((child) => findScans(child, inner))];
}

/** No condition but that of the organisation. */
const ofOrganisation = /^\(organisation_id = [^()]*\)$/;
const enumCondition = /::(import_status|callback_status|reimport_outcome|reimport_status)/;

function describeScans({ 'Query Text': text, Plan: plan }: (typeof plans)[number]): readonly string[] {
  if (wholeByDesign.some(([start]) => text.trim().startsWith(start))) return [];
  return findScans(plan).map((scan) => `${scan}: ${text}`);
}

/** Makes a request. @returns the number of plans, and the scans in them */
async function scansOf(
  request: () => Promise<unknown>,
): Promise<{ readonly plans: number; readonly scans: readonly string[] }> {
  plans.length = 0;
  await request();
  return {
    plans: plans.length,
    scans: [...new Set(plans.flatMap(describeScans))],
  };
}

/** They stream until the client leaves. */
const endless = new Set(['FollowImport', 'FollowReimport']);

const reads = apiOperations.filter(
  ({ method, role, operationId }) => method === 'get' && role !== 'public' && !endless.has(operationId),
);

describe.each(reads.map(({ operationId, path }) => ({ operationId, path })))(
  '$operationId',
  ({ operationId, path }) => {
    test.each(filledQueries[operationId] ?? [''])('reads no table whole: ?%s', async (query) => {
      const address = addressOf(path, api.organisationId);
      const found = await scansOf(async () => {
        const response = await fetch(`${api.baseUrl}${address}?${query}`, {
          headers: { Authorization: `Bearer ${operator}` },
        });
        await response.arrayBuffer();
        if (filledQueries[operationId] !== undefined) expect(response.status).toBe(200);
      });
      expect(found.scans).toEqual([]);
      expect(found.plans).toBeGreaterThan(0);
    });
  },
);

test('requests that change something read no table whole', async () => {
  const found = new Map<string, readonly string[]>();
  for (const [operationId, prepare] of Object.entries(prepareChanges(api, operator))) {
    const { parameters: path, body, type } = await prepare();
    const { scans } = await scansOf(() =>
      api.call(operationId, {
        key: operator,
        ...(path === undefined ? {} : { parameters: path }),
        ...(body === undefined ? {} : { body, headers: { 'Content-Type': String(type) } }),
      }),
    );
    if (scans.length > 0) found.set(operationId, scans);
  }
  expect([...found]).toEqual([]);
}, 120_000);
