// The least that an import can be: read the file, SHA-256, JSON.parse, the published schema, COPY of the rows, one transaction.
import { createHash } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { compileSchemas } from './check-schema.mjs';
import { tables } from './export-rows.mjs';

const check = compileSchemas();
const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();

process.on('message', async (work) => {
  const startedAt = performance.now();
  const bytes = readFileSync(work.file);
  createHash('sha256').update(bytes).digest();
  const valid = check(JSON.parse(bytes.toString('utf8')));
  const checkedAt = performance.now();
  await client.query('begin');
  await insert('connectors', work.connector);
  await insert('connector_versions', { ...work.version, document_sha256: null });
  for (const [table, columns] of Object.entries(tables)) {
    if (work.counts[table] === 0) continue;
    const copy = client.query(copyFrom(`copy ${table} (${columns}) from stdin with (format binary)`));
    await pipeline(createReadStream(`${work.prefix}.${table}`, { highWaterMark: 256 * 1024 }), copy);
  }
  await client.query('commit');
  process.send({
    valid,
    readMs: checkedAt - startedAt,
    ms: performance.now() - startedAt,
    rss: process.resourceUsage().maxRSS / 1024,
  });
});
process.once('disconnect', () => client.end());
process.send('ready');

async function insert(table, row) {
  const columns = Object.keys(row);
  const values = columns.map((column) => row[column]);
  await client.query({
    name: table,
    text: `insert into ${table} (${columns.join(', ')}) values (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
    values,
  });
}
