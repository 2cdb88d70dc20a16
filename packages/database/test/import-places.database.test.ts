import type { Message, PlaceList } from '@connectory/importer';
import { describe, expect, test } from 'vitest';
import { buildModel } from '../../lifecycle/test/model-builder.ts';
import {
  acceptImport,
  claimImport,
  failImport,
  type ImportSubmission,
  openImportPlaces,
  type PackedPlaces,
  packPlaces,
  readMessageTexts,
  removeExpiredImports,
  retryImport,
} from '../src/index.ts';
import { openDatabase } from './open-database.ts';
import { createPets, sampleDocument } from './sample-import.ts';
import { persistModel } from './persist-model.ts';
import { workOf } from './work-of.ts';

const { database, organisationId } = await openDatabase();

const listOf = (code: string, count: number, unlisted = 0): PlaceList => ({
  code,
  severity: 'warning',
  places: Array.from({ length: count }, (_, index) => ({
    location: { pointer: `/${code}/${index}`, line: index + 1, column: 1 },
    detail: `${code} ${index}`,
  })),
  unlisted,
});

const messageOf = ({ code, severity, places, unlisted }: PlaceList): Message => ({
  code,
  severity,
  text: `[${code}] ${places.length + unlisted}`,
  detail: places.slice(0, 100).map((place) => place.detail),
  locations: places.slice(0, 100).map(({ location }) => location),
});

const packed = (lists: readonly PlaceList[]): PackedPlaces | undefined => packPlaces(lists.map(messageOf), lists);

async function accept(parts: Partial<ImportSubmission> = {}): Promise<string> {
  const submission = { organisationId, options: {}, requestId: 'test', document: sampleDocument(), ...parts };
  const acceptance = await acceptImport(database, submission);
  if (acceptance.outcome !== 'accepted') throw new Error(acceptance.outcome);
  return acceptance.import.id;
}

async function claim(importId: string) {
  const claimed = await claimImport(database, importId);
  if (claimed === undefined) throw new Error('not claimed');
  return claimed;
}

async function succeed(importId: string, lists: readonly PlaceList[]): Promise<void> {
  const model = { ...buildModel(), messages: lists.map(messageOf) };
  const made = { model, places: packed(lists), importerVersion: '1', timings: {}, maxDiffBytes: 1e6 };
  await persistModel(database, await workOf(database, await claim(importId)), made);
}

/** Places without a pointer are of messages that arise when a version is written. */
async function pointersOf(importId: string, from = 0, to = Infinity): Promise<readonly string[]> {
  const found: string[] = [];
  const places = await openImportPlaces(database, importId);
  for await (const lines of places.read(from, to))
    for (const line of lines) {
      const { location } = JSON.parse(line);
      if (location !== undefined) found.push(location.pointer);
    }
  return found;
}

const countRows = (importId: string): Promise<number> => database.prisma.importPlaces.count({ where: { importId } });

describe('the places of an import', () => {
  test('are stored when a message states only some of them, and any part can be read', async () => {
    const lists = [listOf('A', 3), listOf('B', 5_000, 7), listOf('C', 2)];
    const id = await accept();
    await succeed(id, lists);
    const { groups } = await openImportPlaces(database, id);
    expect(groups.map(({ code, places, unlisted }) => [code, places, unlisted])).toEqual([
      ['A', 3, 0],
      ['B', 5_000, 7],
      ['C', 2, 0],
    ]);
    const all = lists.flatMap(({ places }) => places.map(({ location }) => location.pointer));
    expect(await pointersOf(id)).toEqual(all);
    for (const [from, to] of [
      [0, 1],
      [2, 4],
      [400, 1_400],
      [4_990, 5_005],
      [5_005, 6_000],
    ] as const)
      expect(await pointersOf(id, from, to)).toEqual(all.slice(from, to));
  });

  test('are read from the messages when these are small and state all of them', async () => {
    const id = await accept();
    await succeed(id, [listOf('A', 3), listOf('B', 100)]);
    expect(await countRows(id)).toBe(0);
    expect((await pointersOf(id)).length).toBe(103);
  });

  test('are stored when the messages are large', () => {
    const long = { location: { pointer: `/${'x'.repeat(40_000)}` }, detail: 'long' };
    expect(packed([{ code: 'A', severity: 'info', places: [long], unlisted: 0 }])).toBeDefined();
  });

  test('are those of the import that made an unchanged version', async () => {
    const connectorId = await createPets(database, organisationId);
    const replace = { connectorId, version: '1', importerVersion: '1', options: { ifExists: 'replace' as const } };
    await succeed(await accept(replace), [listOf('A', 200)]);
    const unchanged = await accept(replace);
    expect((await pointersOf(unchanged)).length).toBe(200);
  });

  test('are stored with a failed import, and removed when it is retried', async () => {
    const id = await accept();
    const lists = [listOf('A', 200)];
    const failure = {
      error: { code: 'x', message: 'x' },
      messagesJson: JSON.stringify(lists.map(messageOf)),
      timings: {},
    };
    await failImport(database, await claim(id), { ...failure, places: packed(lists) });
    expect((await pointersOf(id)).length).toBe(200);
    expect(await retryImport(database, id)).toMatchObject({ outcome: 'queued' });
    expect(await countRows(id)).toBe(0);
    await failImport(database, await claim(id), { ...failure, places: packed(lists) });
    expect(await countRows(id)).toBe(1);
  });

  test('are removed with an expired import', async () => {
    const id = await accept();
    await succeed(id, [listOf('A', 200)]);
    const old = `01DXF6DT00${id.slice(10)}`;
    await database.sql
      .$executeRaw`update imports set id = ${old}, finished_at = now() - interval '31 days' where id = ${id}`;
    expect(await countRows(old)).toBe(1);
    expect(await removeExpiredImports(database, { retentionDays: 30, limit: 10 })).toBe(1);
    expect(await countRows(old)).toBe(0);
  });
});

test('the texts of messages are read whatever characters the messages quote', async () => {
  const id = await accept();
  const texts = ['[A] "text":"no" \\ quoted \\"', '[B] \u0000 \ud800 é \ud83d\ude00', '[C]'];
  const messages = texts.map((text, at) => ({
    ...messageOf(listOf(String(at), 2)),
    text,
    detail: ['\u0000 and \udfff', '"text":"other"'],
  }));
  const failure = { error: { code: 'x', message: '\u0000' }, messagesJson: JSON.stringify(messages), timings: {} };
  await failImport(database, await claim(id), { ...failure, places: undefined });
  expect(await readMessageTexts(database, id)).toEqual(texts);
  expect((await openImportPlaces(database, id)).groups).toHaveLength(3);
});
