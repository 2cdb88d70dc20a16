// npm run sample -- [--count 100] [--seed 1] [--in-flight 4]
// Uploads a seeded sample of real documents to a running server and checks, over HTTP alone, what was made of each: as many actions as
// operations, every reference of every served schema resolved by fetching it, every schema compiled under ajv 2020-12.
// The server and key are those of CONNECTORY_URL, CONNECTORY_ORGANISATION_ID and CONNECTORY_API_KEY, or of credentials.json.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { checkProperties } from '../corpus/check-properties.mjs';
import { directory, drawSample } from './draw-sample.mjs';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    'in-flight': { type: 'string', default: '4' },
  },
});
const server = readServer();
const files = drawSample(Number(values.count), values.seed, ['github.com/api.github.com.json']);
const queue = [...files];
const failures = [];
const startedAt = performance.now();
let importedBytes = 0;
await Promise.all(Array.from({ length: Number(values['in-flight']) }, work));
const seconds = (performance.now() - startedAt) / 1000;
console.log(
  `${files.length} documents, ${(importedBytes / 1e6).toFixed(1)} MB, checks included ${seconds.toFixed(1)} s; ${failures.length} failed`,
);
for (const { file, reason } of failures) console.log(`  ${file}: ${reason}`);
process.exitCode = failures.length === 0 ? 0 : 1;

function readServer() {
  const {
    CONNECTORY_URL: baseUrl,
    CONNECTORY_ORGANISATION_ID: organisationId,
    CONNECTORY_API_KEY: apiKey,
  } = process.env;
  if (baseUrl !== undefined) return { baseUrl, organisationId, apiKey };
  return JSON.parse(
    readFileSync(path.join(process.env.CONNECTORY_DATA_DIR ?? '../.connectory', 'credentials.json'), 'utf8'),
  );
}

async function work() {
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    try {
      await importAndCheck(file);
    } catch (error) {
      failures.push({ file, reason: String(error.stack).slice(0, 500) });
    }
  }
}

async function importAndCheck(file) {
  const bytes = readFileSync(path.join(directory, file));
  importedBytes += bytes.length;
  const form = new FormData();
  form.append('file', new Blob([bytes], { type: 'application/json' }), path.basename(file));
  form.append('metadata', JSON.stringify({ format: 'openapi' }));
  const accepted = await call(
    `/api/connect/v1/o/${server.organisationId}/protocols/http/import`,
    { method: 'POST', body: form },
    202,
  );
  let { links, status } = await accepted.json();
  while (status === 'queued' || status === 'running')
    ({ links, status } = await (await call(links.self, { headers: { Prefer: 'wait=30' } }, 200)).json());
  if (status !== 'succeeded') throw new Error(`${status}: ${await (await fetch(links.result, withKey({}))).text()}`);
  const result = await (await call(links.result, {}, 200)).json();
  const schemas = await mapInBatches(result.definitions, 16, async ({ url }) => (await call(url, {}, 200)).text());
  const model = {
    ...result,
    coverage: result.import.coverage,
    definitions: result.definitions.map((definition, index) => ({ ...definition, schema: schemas[index] })),
  };
  const faults = Object.entries(checkProperties(JSON.parse(bytes.toString('utf8')), model));
  if (faults.length > 0) throw new Error(faults.map(([property, reason]) => `${property}: ${reason}`).join('; '));
}

async function mapInBatches(items, size, map) {
  const mapped = [];
  for (let at = 0; at < items.length; at += size)
    mapped.push(...(await Promise.all(items.slice(at, at + size).map(map))));
  return mapped;
}

function withKey(options) {
  return { ...options, headers: { ...options.headers, Authorization: `Bearer ${server.apiKey}` } };
}

async function call(url, options, expected) {
  const response = await fetch(new URL(url, server.baseUrl), withKey(options));
  if (response.status !== expected)
    throw new Error(`${url}: ${response.status} ${(await response.text()).slice(0, 300)}`);
  return response;
}
