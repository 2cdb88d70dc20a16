// npm run sample --prefix bench -- [--count 100] [--seed 1] [--in-flight 4]
// Uploads a seeded sample of real documents to a running server and checks each result over HTTP: one action for each operation, every
// reference of every served schema resolves, every schema compiles with ajv (draft 2020-12).
// The server is that of CONNECTORY_URL, CONNECTORY_ORGANISATION_ID and CONNECTORY_API_KEY, or of .connectory/credentials.json.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { ImportResource, ImportResult } from '@connectory/contract';
import { checkProperties } from '../corpus/check-properties.ts';
import { repositoryRoot } from '../repository-root.ts';
import { directory, drawSample } from './draw-sample.ts';

interface ServerAccess {
  readonly baseUrl: string;
  readonly organisationId: string;
  readonly apiKey: string;
}

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
const failures: { readonly file: string; readonly reason: string }[] = [];
const startedAt = performance.now();
let importedBytes = 0;
await Promise.all(Array.from({ length: Number(values['in-flight']) }, work));
const seconds = (performance.now() - startedAt) / 1000;
console.log(
  `${files.length} documents, ${(importedBytes / 1e6).toFixed(1)} MB, ${seconds.toFixed(1)} s with checks; ${failures.length} failed`,
);
for (const { file, reason } of failures) console.log(`  ${file}: ${reason}`);
process.exitCode = failures.length === 0 ? 0 : 1;

function readServer(): ServerAccess {
  const {
    CONNECTORY_URL: baseUrl,
    CONNECTORY_ORGANISATION_ID: organisationId = '',
    CONNECTORY_API_KEY: apiKey = '',
    CONNECTORY_DATA_DIR: dataDir = path.join(repositoryRoot, '.connectory'),
  } = process.env;
  if (baseUrl !== undefined) return { baseUrl, organisationId, apiKey };
  return JSON.parse(readFileSync(path.join(dataDir, 'credentials.json'), 'utf8'));
}

async function work(): Promise<void> {
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    try {
      await importAndCheck(file);
    } catch (error) {
      failures.push({ file, reason: String(error instanceof Error ? error.stack : error).slice(0, 500) });
    }
  }
}

async function importAndCheck(file: string): Promise<void> {
  const bytes = readFileSync(path.join(directory, file));
  importedBytes += bytes.length;
  const { links, status } = await importFile(file, bytes);
  if (status !== 'succeeded') {
    throw new Error(`${status}: ${await (await fetch(links.result, withKey({}))).text()}`);
  }
  const result = await callJson<ImportResult>(links.result);
  const definitions = await mapInBatches(result.definitions, 16, async ({ name, url }) => ({
    name,
    schema: await (await call(url, {}, 200)).text(),
  }));
  const model = { ...result, coverage: result.import?.coverage ?? {}, definitions };
  const faults = Object.entries(checkProperties(JSON.parse(bytes.toString('utf8')), model));
  if (faults.length > 0) throw new Error(faults.map(([property, reason]) => `${property}: ${reason}`).join('; '));
}

async function importFile(file: string, bytes: Buffer<ArrayBuffer>): Promise<ImportResource> {
  const form = new FormData();
  form.append('file', new Blob([bytes], { type: 'application/json' }), path.basename(file));
  form.append('metadata', JSON.stringify({ format: 'openapi' }));
  const upload = { method: 'POST', body: form };
  const accepted = await call(`/api/connect/v1/o/${server.organisationId}/protocols/http/import`, upload, 202);
  let resource = (await accepted.json()) as ImportResource;
  while (resource.status === 'queued' || resource.status === 'running')
    resource = await callJson<ImportResource>(resource.links.self, { headers: { Prefer: 'wait=30' } });
  return resource;
}

async function mapInBatches<Item, Value>(
  items: readonly Item[],
  size: number,
  map: (item: Item) => Promise<Value>,
): Promise<readonly Value[]> {
  const mapped: Value[] = [];
  for (let at = 0; at < items.length; at += size)
    mapped.push(...(await Promise.all(items.slice(at, at + size).map(map))));
  return mapped;
}

function withKey(options: RequestInit): RequestInit {
  const headers = new Headers(options.headers);
  headers.set('Authorization', `Bearer ${server.apiKey}`);
  return { ...options, headers };
}

async function callJson<Value>(url: string, options: RequestInit = {}): Promise<Value> {
  return (await call(url, options, 200)).json() as Promise<Value>;
}

async function call(url: string, options: RequestInit, expected: number): Promise<Response> {
  const response = await fetch(new URL(url, server.baseUrl), withKey(options));
  if (response.status !== expected)
    throw new Error(`${url}: ${response.status} ${(await response.text()).slice(0, 300)}`);
  return response;
}
