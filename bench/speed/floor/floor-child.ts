// The floor, the least work that an import requires: read the file, SHA-256, JSON.parse, validation with the published schema, and COPY
// of the rows in one transaction.
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { compileSchemas } from './check-schema.ts';
import { type FloorWork, tableNames, tables } from './export-rows.ts';

/** The response to one unit of work. */
export interface FloorReport {
  readonly valid: boolean;
  /** Milliseconds until the document was validated. */
  readonly readMs: number;
  /** Milliseconds until the commit. */
  readonly ms: number;
  /** Peak memory in MB. */
  readonly rss: number;
}

const check = compileSchemas();
const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
await client.connect();

process.on('message', (work: FloorWork) => {
  void run(work).then((report) => process.send?.(report));
});
process.once('disconnect', () => void client.end());
process.send?.('ready');

async function run(work: FloorWork): Promise<FloorReport> {
  const startedAt = performance.now();
  const bytes = readFileSync(work.file);
  createHash('sha256').update(bytes).digest();
  const valid = check(JSON.parse(bytes.toString('utf8')));
  const checkedAt = performance.now();
  await client.query('begin');
  await insert('connectors', work.connector);
  await insert('connector_versions', { ...work.version, document_sha256: null });
  for (const table of tableNames) {
    if (work.counts[table] === 0) continue;
    const copy = client.query(copyFrom(`copy ${table} (${tables[table]}) from stdin with (format binary)`));
    await pipeline(createReadStream(`${work.prefix}.${table}`, { highWaterMark: 256 * 1024 }), copy);
  }
  await client.query('commit');
  return {
    valid,
    readMs: checkedAt - startedAt,
    ms: performance.now() - startedAt,
    rss: process.resourceUsage().maxRSS / 1024,
  };
}

async function insert(table: string, row: { readonly [column: string]: unknown }): Promise<void> {
  const columns = Object.keys(row);
  const values = columns.map((column) => row[column]);
  await client.query({
    name: table,
    text: `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
    values,
  });
}
