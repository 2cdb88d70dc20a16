import type { Json } from '@connectory/importer';
import { describe, expect, it } from 'vitest';
import { compareRoundTrip, findDifference } from './compare-round-trip.ts';

const source: Json = { openapi: '3.1.0', info: { title: 'T', version: '1', 'x-lost': 'gone', 'x-told': 'reported' } };
const messagesOf = async (): Promise<readonly string[]> => ['/info/x-told: reported'];

describe('A round trip', () => {
  it('is the identity when both exports are the same text', async () => {
    const exportOf = async (document: Json): Promise<string> => JSON.stringify(document);
    expect(await compareRoundTrip(source, { exportOf, messagesOf })).toMatchObject({ isIdentity: true, lost: [] });
  });

  it('names the first difference', async () => {
    let count = 0;
    const exportOf = async (): Promise<string> => JSON.stringify({ info: { title: `T${(count += 1)}` } });
    expect(await compareRoundTrip(source, { exportOf, messagesOf })).toMatchObject({
      isIdentity: false,
      firstDifference: '/info/title',
    });
  });

  it('lists the strings that are neither exported nor reported', async () => {
    const exportOf = async (): Promise<string> =>
      JSON.stringify({ openapi: '3.1.0', info: { title: 'T', version: '1' } });
    const { lost } = await compareRoundTrip(source, { exportOf, messagesOf });
    expect([...lost].sort()).toEqual(['gone', 'x-lost']);
  });
});

describe('The first difference', () => {
  it.each<[Json, Json, string | undefined]>([
    [{ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, '/a/1/b'],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, '/a'],
    [{ 'a/b': 1 }, { 'a/b': 2 }, '/a~1b'],
    [{ a: 1 }, { a: 1, b: 2 }, ''],
    [[null], [null], undefined],
  ])('of %j and %j is at %s', (one, other, pointer) => {
    expect(findDifference(one, other, '')).toBe(pointer);
  });
});
