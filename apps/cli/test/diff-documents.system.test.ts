import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildSpec, operation, startProcess } from '@connectory/harness';

const pets = { get: operation({ operationId: 'listPets' }) };
const older = JSON.stringify(buildSpec({ paths: { '/pets': pets, '/shops': { get: operation() } } }));
const newer = JSON.stringify(buildSpec({ paths: { '/pets': pets } }));

let folder: string;
const server = createServer((request, response) => {
  response.statusCode = request.url === '/new.json' ? 200 : 404;
  response.end(newer);
});
let origin: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'connectory-diff-'));
  await writeFile(path.join(folder, 'old.json'), older);
  await writeFile(path.join(folder, 'new.json'), newer);
  await writeFile(path.join(folder, 'cut.json'), '{"openapi": "3.1.0"');
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${Object(server.address()).port}`;
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

async function diff(args: readonly string[], env: { readonly [name: string]: string } = {}) {
  const data = path.join(folder, 'data');
  const unset = { CONNECTORY_URL: '', CONNECTORY_DATA_DIR: data, NO_COLOR: '1', DEBUG: '' };
  const running = startProcess({ app: 'cli', args: ['diff', ...args], env: { ...unset, ...env } });
  const { code } = await running.exited;
  return { code, stdout: running.stdout(), output: running.output() };
}

const file = (name: string): string => path.join(folder, name);

test('compares two files without a server, and exits with 1 when a change breaks', async () => {
  const { code, stdout } = await diff([file('old.json'), file('new.json')]);
  expect(code).toBe(1);
  expect(stdout).toContain(`${file('old.json')} → ${file('new.json')}: 1 breaking`);
  expect(stdout).toContain('ACTION_REMOVED');
});

test('compares a file with a URL, and exits with 0 when no change breaks', async () => {
  const { code, stdout } = await diff([`${origin}/new.json`, file('old.json'), '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    from: { version: `${origin}/new.json` },
    summary: { breaking: 0, actions: { added: 1, removed: 0, changed: 0 } },
  });
});

test.each([
  ['a file that is not there', () => [file('none.json'), file('new.json')], /none\.json: file not found/],
  ['a folder', () => [folder, file('new.json')], /is a folder: name one document of it\./],
  [
    'a document that cannot be read',
    () => [file('old.json'), file('cut.json')],
    /cut\.json: .+ \[document_not_json\]\n1 \|/,
  ],
  ['a URL that gives no document', () => [file('old.json'), `${origin}/none`], /responded with 404\. Check the URL/],
  ['a URL of no server', () => [file('old.json'), 'http://127.0.0.1:9/x'], /cannot be fetched: .+ Check the URL/],
  ['a version without a server', () => [file('old.json'), '01ARZ3NDEKTSV4RRFFQ69G5FAV@1'], /Start one with/],
])('says why it cannot compare: %s', async (_case, args, reason) => {
  const { code, stdout, output } = await diff(args());
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(output).toMatch(reason);
});

test('names the settings when the documents need too much memory', async () => {
  const paths = Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`/p${index}`, pets]));
  await writeFile(file('huge.json'), JSON.stringify(buildSpec({ paths })));
  const { code, output } = await diff([file('old.json'), file('huge.json')], { IMPORT_HEAP_MB: '64' });
  expect({ code, output }).toMatchObject({ code: 2, output: expect.stringContaining('raise IMPORT_HEAP_MB') });
});
