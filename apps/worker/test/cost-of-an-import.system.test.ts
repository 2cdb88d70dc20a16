import { createHash } from 'node:crypto';
import { acceptImport, claimImport, createDatabase, type Database, type ImportSubmission } from '@connectory/database';
import type { ImportRecord } from '@connectory/lifecycle';
import { defaultDocumentLimits } from '@connectory/document';
import { importerVersion } from '@connectory/importer';
import { createOutbound, readOutboundOptions } from '@connectory/outbound';
import { createLogger, parseSettings } from '@connectory/runtime';
import { createOwner } from '@connectory/harness';
import { createTestDatabase, type TestDatabase } from '@connectory/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ImportChild, startImportChild } from '../src/imports/import-child.ts';
import { runImport } from '../src/imports/run-import.ts';

// Counts the statements and rows of an import exactly. A larger number is a loss of speed that timings on a shared machine would not show.
// When a number shrinks, update it here.

let testDatabase: TestDatabase;
let database: Database;
let organisationId: string;
let importChild: ReturnType<typeof startImportChild>;
const statements: string[] = [];

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  // A single connection, because it reads its own statistics.
  database = createDatabase({ url: testDatabase.workerUrl, poolSize: 1, onError: () => undefined });
  ({ organisationId } = await createOwner(testDatabase.url, 'test'));
  // A slow machine closes the connection as idle, and opens another one.
  database.pool.on('connect', (client) => {
    const send = client.query.bind(client);
    const counting = (...given: Parameters<typeof send>): unknown => {
      const name = nameOf(given[0]);
      // The setting of a new session is no statement of an import.
      if (name !== 'select set_config') statements.push(name);
      return send(...given);
    };
    Object.assign(client, { query: counting });
  });
  importChild = startImportChild({
    size: 1,
    entry: new URL('../dist/import-child/import-child.js', import.meta.url),
    heapMb: 512,
    logger: createLogger({ service: 'test', level: 'silent' }),
    // Not closed with the child: the tests read from it.
    openDatabase: () => ({ ...database, close: () => Promise.resolve() }),
  });
});

afterAll(async () => {
  await importChild.stop();
  await database.close();
  await testDatabase.drop();
});

/** The operation and the table of a statement. */
function nameOf(query: unknown): string {
  const text = typeof query === 'object' && query !== null && 'text' in query ? String(query.text) : String(query);
  const words = /^\s*(with|copy|insert into|update|delete from|select|begin|commit|rollback)/i.exec(text)?.[1] ?? text;
  const table = /(?:from|into|update|copy|select(?= set_config))\s+"?([a-z_]+)/.exec(text)?.[1] ?? '';
  return `${words.toLowerCase()} ${words === 'begin' || words === 'commit' ? '' : table}`.trim();
}

/** Operations and schemas that differ from those of any other `name`. */
function specOf(name: string, operations: number): string {
  const paths: { [path: string]: object } = {};
  const schemas: { [name: string]: object } = {};
  for (let index = 0; index < operations; index += 1) {
    const content = { 'application/json': { schema: { $ref: `#/components/schemas/S${index}` } } };
    const responses = { 200: { description: 'ok', content } };
    paths[`/${name}/${index}`] = { get: { operationId: `get${index}`, responses } };
    schemas[`S${index}`] = { type: 'object', title: `${name} ${index}` };
  }
  return JSON.stringify({ openapi: '3.1.0', info: { title: name, version: '1' }, paths, components: { schemas } });
}

interface Cost {
  readonly statements: readonly string[];
  /** Rows inserted, updated and deleted by table, without tables that have none. */
  readonly rows: { readonly [table: string]: readonly number[] };
}

async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const before = await readRows();
  statements.length = 0;
  await work();
  const counted = [...statements];
  const after = await readRows();
  const rows: { [table: string]: number[] } = {};
  for (const [table, counts] of Object.entries(after)) {
    const difference = counts.map((count, index) => count - (before[table]?.[index] ?? 0));
    if (difference.some((count) => count !== 0)) rows[table] = difference;
  }
  return { statements: counted, rows };
}

async function readRows(): Promise<{ [table: string]: number[] }> {
  await database.pool.query('select pg_stat_force_next_flush()');
  const { rows } = await database.pool.query<{ table: string; counts: number[] }>(
    `select relname as table, array[n_tup_ins, n_tup_upd, n_tup_del]::float8[] as counts from pg_stat_user_tables`,
  );
  return Object.fromEntries(rows.map(({ table, counts }) => [table, counts]));
}

const settings = parseSettings({});
const fetching = {
  outbound: createOutbound(readOutboundOptions(settings)),
  limits: { maxBytes: 1, maxHeaderBytes: 1, maxRedirects: 0, maxFiles: 1, totalMs: 1, idleMs: 1 },
};

async function accept(spec: string, parts: Partial<ImportSubmission> = {}): Promise<ImportRecord> {
  const content = new Uint8Array(Buffer.from(spec));
  const acceptance = await acceptImport(database, {
    organisationId,
    options: {},
    requestId: 'test',
    document: {
      sha256: new Uint8Array(createHash('sha256').update(content).digest()),
      bytes: content.length,
      encoding: 'identity',
      content: () => Promise.resolve(content),
      filename: 'spec.json',
      mediaType: 'application/json',
    },
    ...parts,
  });
  if (acceptance.outcome !== 'accepted') throw new Error(acceptance.outcome);
  return acceptance.import;
}

async function importClaimed(importId: string): Promise<void> {
  const claim = await claimImport(database, importId);
  if (claim === undefined) throw new Error('not claimed');
  const run = (child: ImportChild) =>
    runImport({
      child,
      claim,
      limits: defaultDocumentLimits,
      maxDiffBytes: 1e6,
      maxPlacesBytes: 1e6,
      fetching,
      onProgress: () => undefined,
      reportStages: false,
    });
  const limits = { timeoutMs: 60_000, signal: new AbortController().signal };
  expect(await importChild.run(run, limits)).toMatchObject({ outcome: 'ended', facts: { status: 'succeeded' } });
}

const statementsOfAnImport = [
  // Claims the import and reads it with its document, outside of a transaction.
  'with imports',
  'select imports',
  // Writes everything in one transaction with the fence of the claim: first the locked import, its new connector and version.
  'begin',
  'with imports',
  'select schemas',
  'copy schemas',
  'copy actions',
  'copy definitions',
  'with imports',
  'commit',
];

describe('the database cost of an import', () => {
  test('acceptance takes these statements, and writes the document and the import', async () => {
    const first = await costOf(() => accept(specOf('accepted', 3)));
    expect(first).toEqual({
      statements: ['with documents'],
      rows: { audit_events: [1, 0, 0], documents: [1, 0, 0], imports: [1, 0, 0] },
    });
    const large = await costOf(() => accept(specOf('accepted', 1_000)));
    expect(large.statements).toEqual(['select documents', 'with documents']);
    const again = await costOf(() => accept(specOf('accepted', 3)));
    expect(again.rows).toEqual({ audit_events: [1, 0, 0], imports: [1, 0, 0] });
  });

  test('acceptance of an unchanged draft takes these statements and no worker, for any size', async () => {
    const spec = specOf('unchanged', 1_000);
    const { id, connectorId } = await accept(spec);
    await importClaimed(id);
    const target = { connectorId, version: '1', options: { ifExists: 'replace' }, importerVersion } as const;
    const cost = await costOf(async () => {
      expect(await accept(spec, target)).toMatchObject({ status: 'succeeded', summary: { unchanged: true } });
    });
    expect(cost).toEqual({
      statements: [
        'select connectors',
        'begin',
        'with documents',
        'with imports',
        'with import_effects',
        'commit',
        'select imports',
      ],
      // The import is written and ended.
      rows: { audit_events: [1, 0, 0], import_effects: [1, 0, 0], imports: [1, 1, 0] },
    });
  });

  test.each([1, 40, 2_000])(
    'an import of %i operations takes these statements, and a row for each entity',
    async (count) => {
      const { id } = await accept(specOf(`counted ${count}`, count));
      const cost = await costOf(() => importClaimed(id));
      expect(cost.statements).toEqual(statementsOfAnImport);
      expect(cost.rows).toEqual({
        actions: [count, 0, 0],
        // The connector and its version are created.
        audit_events: [2, 0, 0],
        connector_versions: [1, 0, 0],
        connectors: [1, 0, 0],
        definitions: [count, 0, 0],
        // The import is claimed and ended.
        imports: [0, 2, 0],
        // The extras of the version are stored among the schemas.
        schemas: [count + 1, 0, 0],
      });
    },
  );

  test('an import of a stored document for another connector writes no schema and no document', async () => {
    const spec = specOf('known', 40);
    await importClaimed((await accept(spec)).id);
    const { id } = await accept(spec);
    const cost = await costOf(() => importClaimed(id));
    expect(cost.rows).toEqual({
      actions: [40, 0, 0],
      audit_events: [2, 0, 0],
      connector_versions: [1, 0, 0],
      connectors: [1, 0, 0],
      definitions: [40, 0, 0],
      imports: [0, 2, 0],
    });
  });

  test('a draft without edits is replaced by these statements, and no edits are read', async () => {
    const { id, connectorId } = await accept(specOf('replaced', 3));
    await importClaimed(id);
    const target = { connectorId, version: '1', options: { ifExists: 'replace' }, importerVersion } as const;
    const again = await accept(specOf('replaced', 4), target);
    const cost = await costOf(() => importClaimed(again.id));
    // The version is read with whether it has edits, which is named first. Edits themselves are not read.
    expect(cost.statements).toEqual([
      'with imports',
      'select imports',
      'begin',
      'with imports',
      'commit',
      'select documents',
      'select entity_edits',
      'select actions',
      'select triggers',
      'select definitions',
      'select connector_versions',
      'select actions',
      'select actions',
      'select triggers',
      'select definitions',
      'begin',
      'select imports',
      'select connectors',
      'update connectors',
      'select entity_edits',
      'update connector_versions',
      'select schemas',
      'delete from actions',
      'delete from triggers',
      'delete from definitions',
      'copy schemas',
      'copy actions',
      'copy definitions',
      'update connector_versions',
      'insert into import_effects',
      'with imports',
      'commit',
    ]);
    expect(cost.rows).not.toHaveProperty('entity_edits');
  });
});
