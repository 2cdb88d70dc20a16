import { type PackedPlaces, packPlaces } from '@connectory/database';
import { defaultDocumentLimits as limits, readDocument } from '@connectory/document';
import { importDocument } from '@connectory/importer';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { filePart, metadataField } from './multipart.ts';
import { petsModel } from './pets-model.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

const counts = [5_000, 200_000];

const parametersPerPath = 100;

/** JSON text of a document with a message for each of its parameters. */
function documentWith(places: number): string {
  const parameters = (count: number): string =>
    Array.from(
      { length: count },
      (_, index) => `{"name":"p${index}","in":"query","schema":{"type":"array","items":{"type":"string"}}}`,
    ).join(',\n');
  const paths = Array.from(
    { length: places / parametersPerPath },
    (_, index) =>
      `"/p${index}":{"get":{"operationId":"o${index}","parameters":[${parameters(parametersPerPath)}],"responses":{}}}`,
  );
  return `{"openapi":"3.0.3","info":{"title":"T","version":"1"},"paths":{${paths.join(',')}}}`;
}

async function importPlaces(text: string, maxPlacesBytes?: number): Promise<PackedPlaces | undefined> {
  const read = await readDocument(Buffer.from(text), { limits });
  if (!read.ok) throw new Error(read.fault.message);
  const mapped = importDocument(read.document, maxPlacesBytes === undefined ? {} : { maxPlacesBytes });
  if (!mapped.ok) throw new Error(mapped.fault.message);
  return packPlaces(mapped.model.messages, mapped.places);
}

interface Page {
  readonly totalCount: number;
  readonly unlisted: number;
  readonly next?: string;
  readonly places: readonly { readonly location: { readonly pointer: string; readonly line: number } }[];
}

let api: TestApi;
let key: string;

/** Importing blocks this process, which also serves, so it comes first. */
const imported = new Map<number, PackedPlaces | undefined>();

beforeAll(async () => {
  for (const count of counts) imported.set(count, await importPlaces(documentWith(count)));
  api = await startTestApi();
  key = (await api.createKey(api.organisationId, 'read')).token;
}, 120_000);
afterAll(() => api.close());

async function store(places: PackedPlaces | undefined): Promise<string> {
  const parts = [metadataField({ format: 'openapi' }), filePart('{"openapi":"3.1.0"}', 'openapi.json')];
  const { json } = await api.upload('ImportHTTPConnector', parts);
  const id = String(Object(json).id);
  await api.succeed(id, petsModel(), 'test', places);
  return id;
}

const parse = JSON.parse;

/** Reads pages until the last, with the largest JSON text that this process, which also serves, parsed or made for one. */
async function readAll(
  id: string,
  query: string,
): Promise<{ readonly pages: readonly Page[]; readonly largest: number }> {
  let largest = 0;
  const note = (text: unknown): void => {
    largest = Math.max(largest, typeof text === 'string' ? text.length : 0);
  };
  const stringify = JSON.stringify;
  vi.spyOn(JSON, 'parse').mockImplementation((text) => (note(text), parse(text)));
  vi.spyOn(JSON, 'stringify').mockImplementation((value) => {
    const text = stringify(value);
    note(text);
    return text;
  });
  try {
    const pages: Page[] = [];
    for (let after: string | undefined = ''; after !== undefined; after = pages.at(-1)?.next) {
      const address = `${api.baseUrl}/api/connect/v1/o/${api.organisationId}/imports/${id}/messages?${query}&after=${after}`;
      const response = await fetch(address, { headers: { Authorization: `Bearer ${key}` } });
      pages.push(parse(await response.text()));
    }
    return { pages, largest };
  } finally {
    vi.restoreAllMocks();
  }
}

const pointersOf = (pages: readonly Page[]): readonly string[] =>
  pages.flatMap(({ places }) => places.map(({ location }) => location.pointer));

const expectedPointers = (count: number): readonly string[] =>
  Array.from(
    { length: count },
    (_, index) => `/paths/~1p${Math.floor(index / parametersPerPath)}/get/parameters/${index % parametersPerPath}`,
  );

describe('All places of a message', () => {
  it.each(counts)('are paged: %i', { timeout: 120_000 }, async (count) => {
    const places = imported.get(count);
    const stored = places?.pieces.reduce((sum, { length }) => sum + length, 0) ?? 0;
    expect(stored / count).toBeLessThan(20);
    const id = await store(places);
    const { pages, largest } = await readAll(id, 'code=PARAM_NOT_SCALAR&first=1000');
    expect(pages.every((page) => page.totalCount === count && page.unlisted === 0)).toBe(true);
    expect(pointersOf(pages)).toEqual(expectedPointers(count));
    expect(pages.at(-1)?.places.at(-1)?.location.line).toBe((count / parametersPerPath) * (parametersPerPath - 1) + 1);
    expect(largest).toBeLessThanOrEqual(64 * 1024);
  });

  it('may be fewer on a page than asked for, when they are large', async () => {
    const places = Array.from({ length: 300 }, (_, index) => ({
      location: { pointer: `/${String(index).padEnd(10_000, 'x')}` },
      detail: 'long',
    }));
    const id = await store(packPlaces([], [{ code: 'LONG', severity: 'info', places, unlisted: 0 }]));
    const { pages } = await readAll(id, 'first=1000');
    expect(pages.length).toBeGreaterThan(2);
    expect(pointersOf(pages)).toEqual(places.map(({ location }) => location.pointer));
  });

  it('are shortened above 64 KB, so that no page is unpacked in larger pieces', async () => {
    const pointer = `/a${'x'.repeat(5_000_000)}z`;
    const place = { location: { pointer, line: 7 }, detail: `${pointer} (line 7): remark` };
    const packed = packPlaces([], [{ code: 'HUGE', severity: 'info', places: [place], unlisted: 0 }]);
    const { pages, largest } = await readAll(await store(packed), 'first=1000');
    expect(largest).toBeLessThanOrEqual(64 * 1024);
    expect(pages[0]?.places).toMatchObject([
      { location: { pointer: expect.stringMatching(/^\/ax+…[0-9a-f]{16}…x+z$/), line: 7 } },
    ]);
    expect(Reflect.get(Object(pages[0]?.places[0]), 'detail')).toMatch(/ \(line 7\): remark$/);
  });

  it('are listed within a budget, and counted beyond it', async () => {
    const places = await importPlaces(documentWith(5_000), 100_000);
    const { pages } = await readAll(await store(places), 'severity=info&first=1000');
    const listed = pointersOf(pages).length;
    expect(listed).toBeGreaterThan(100);
    expect(listed).toBeLessThan(1_000);
    expect(pages[0]?.unlisted).toBe(5_000 - (pages[0]?.totalCount ?? 0));
  });
});
