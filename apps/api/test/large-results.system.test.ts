import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createDatabase, type Database } from '@connectory/database';
import { buildSpec, importForm, operation, waitFor } from '@connectory/harness';
import { type Stack, startStack } from '@connectory/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Eight of these are more than the heap of the API. */
const largeBytes = 80 * 1024 * 1024;
const heapMb = 512;
const readers = 8;

/** JSON text of a string, made by the database. */
const largeText = `'"' || repeat('x', ${largeBytes}) || '"'`;

let stack: Stack;
let database: Database;
let importId: string;
let paths: { readonly [kind: string]: string };

beforeAll(async () => {
  stack = await startStack(
    { name: 'postgres' },
    {
      env: {
        NODE_OPTIONS: `--max-old-space-size=${heapMb}`,
        LARGE_RESPONSES_PER_KEY: '8',
      },
    },
  );
  database = createDatabase({ url: stack.databaseUrl, poolSize: 2, onError: () => undefined });
  const specification = buildSpec({
    paths: {
      '/pets': {
        post: operation({
          operationId: 'addPet',
          requestBody: { content: { 'application/json': { schema: reference } } },
        }),
      },
    },
    schemas: { Pet: { type: 'object', description: 'A pet' } },
  });
  const form = importForm(JSON.stringify(specification), { format: 'openapi', version: '1' });
  const created = await stack.fetch('/protocols/http/import', {
    method: 'POST',
    body: form,
    headers: { Prefer: 'wait=50' },
  });
  const { import: imported, connector }: { import: { id: string }; connector: { id: string } } = Object(
    await created.json(),
  );
  importId = imported.id;
  await enlarge();
  const version = `/connectors/${connector.id}/versions/1`;
  paths = {
    result: `/imports/${importId}/result`,
    'an action': `${version}/actions/addPet`,
    'a page of actions': `${version}/actions`,
    'a schema': `/schemas/${connector.id}/1/Pet.json`,
    extras: `${version}/extras`,
    'messages of a version': version,
    'a stored diff': `/imports/${importId}/diff`,
    'a document': `/imports/${importId}/document`,
    'an export in JSON': `${version}/openapi`,
    [yamlExport]: `${version}/openapi`,
  };
}, 120_000);

const yamlExport = 'an export in YAML';
const reference = { $ref: '#/components/schemas/Pet' };

afterAll(async () => {
  await database.close();
  await stack.stop();
});

/** Makes each stored value of the import large. No document amounts to this much in a test. */
async function enlarge(): Promise<void> {
  const statements = [
    `update actions set body = left(body, -1) || ',"description":' || ${largeText} || '}'`,
    `update schemas set body = '{"x-a":' || ${largeText} || '}'`,
    `update imports set messages = '[' || ${largeText} || ']'`,
    `update connector_versions set messages = '[' || ${largeText} || ']', extras_hash = (select min(hash) from schemas)`,
    `insert into import_effects (import_id, diff) select id, '[' || ${largeText} || ']' from imports`,
    `update documents set encoding = 'identity', bytes = ${largeBytes}, content = convert_to(repeat('x', ${largeBytes}), 'UTF8')`,
  ];
  for (const statement of statements) await database.pool.query(statement);
}

async function read(kind: string): Promise<{ status: number; bytes: number; first: string; last: string }> {
  const accept = kind === yamlExport ? { Accept: 'application/yaml' } : {};
  const response = await stack.fetch(paths[kind] ?? '', { headers: { 'Accept-Encoding': 'identity', ...accept } });
  let bytes = 0;
  let [first, last] = ['', ''];
  for await (const chunk of response.body ?? []) {
    const text = Buffer.from(chunk);
    if (bytes === 0) first = text.toString('utf8', 0, 1);
    last = text
      .toString('utf8', text.length - 3)
      .trim()
      .slice(-1);
    bytes += text.length;
  }
  return { status: response.status, bytes, first, last };
}

describe(`an API with a heap of ${heapMb} MB`, { timeout: 300_000 }, () => {
  it.each([
    [
      'result',
      'an action',
      'a page of actions',
      'a schema',
      'extras',
      'messages of a version',
      'a stored diff',
      'a document',
    ],
    ['result', 'result', 'result', 'a schema', 'a schema', 'an action', 'an export in JSON', yamlExport],
  ])('sends the largest results to eight readers at a time (%s, …, %s)', async (...kinds) => {
    expect(kinds).toHaveLength(readers);
    const sent = await Promise.all(kinds.map(read));
    for (const [index, { status, bytes, first, last }] of sent.entries()) {
      expect(status, kinds[index]).toBe(200);
      expect(bytes, kinds[index]).toBeGreaterThanOrEqual(largeBytes);
      expect(['{}', '[]', 'xx', 'ox'], kinds[index]).toContain(first + last);
    }
    expect(stack.api.running).toBe(true);
  });

  it('refuses more large responses than a key may read, until one has ended', async () => {
    const stalled = await Promise.all(Array.from({ length: readers }, () => stall(paths['a document'] ?? '')));
    const refused = await stack.fetch(paths['a schema'] ?? '');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('Retry-After')).toMatch(/^\d+$/);
    expect(await refused.json()).toMatchObject({ code: 'rate_limited' });
    // A small response needs no place.
    expect((await stack.fetch(`/imports/${importId}`)).status).toBe(200);
    for (const socket of stalled) socket.destroy();
    await waitFor(async () => (await read('a schema')).status === 200, {
      timeoutMs: 60_000,
      describe: 'a place is free again',
    });
  });
});

/** Requests a path, and reads no more than the head of the response. */
async function stall(path: string): Promise<Socket> {
  const { hostname, port } = new URL(stack.baseUrl);
  const socket = connect(Number(port), hostname).on('error', () => undefined);
  const head = `GET /api/connect/v1/o/${stack.organisationId}${path} HTTP/1.1\r\nHost: a\r\n`;
  socket.write(`${head}Authorization: Bearer ${stack.apiKey}\r\n\r\n`);
  await once(socket, 'data');
  return socket.pause();
}
