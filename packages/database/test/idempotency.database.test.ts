import { expect, test } from 'vitest';
import { acceptImport } from '../src/index.ts';
import { openDatabase } from './open-database.ts';
import { sampleDocument } from './sample-import.ts';

const { database, organisationId } = await openDatabase();

function accept(key: string, fingerprint = 1) {
  const document = sampleDocument(fingerprint);
  const idempotency = { key, fingerprint: new Uint8Array(32).fill(fingerprint) };
  return acceptImport(database, { organisationId, options: {}, requestId: 'test', document, idempotency });
}

test('of many concurrent equal requests with one key, one is accepted and the others return its import', async () => {
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => accept('at-once')));
  expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['accepted', ...Array(7).fill('repeated')]);
  const ids = outcomes.map((each) => ('import' in each ? each.import.id : ''));
  expect(new Set(ids).size).toBe(1);
});

test('of two different concurrent requests with one key, one is accepted and the other refused', async () => {
  const outcomes = await Promise.all([accept('different', 1), accept('different', 2)]);
  expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'key-reused']);
});

test('a key can be used again after a day, by one of many concurrent requests', async () => {
  await accept('old', 1);
  await database.pool.query(
    // One second more, because the database has another clock.
    "update imports set created_at = now() - interval '24 hours 1 second' where idempotency_key = 'old'",
  );
  const outcomes = await Promise.all([1, 2, 3, 4].map(() => accept('old', 2)));
  expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['accepted', ...Array(3).fill('repeated')]);
});
