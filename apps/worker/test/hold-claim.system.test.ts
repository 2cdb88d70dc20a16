import { setTimeout as pause } from 'node:timers/promises';
import {
  acceptImport,
  type ClaimedImport,
  claimImport,
  createDatabase,
  createOrganisation,
  type Database,
  failImport,
  type ImportWatcher,
  watchImports,
} from '@connectory/database';
import { createTestDatabase, type TestDatabase } from '@connectory/testing';
import { createLogger } from '@connectory/runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { holdClaim } from '../src/hold-claim.ts';

let testDatabase: TestDatabase;
let database: Database;
let cancellations: ImportWatcher;
let organisationId: string;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.url, poolSize: 2, onError: () => undefined });
  cancellations = watchImports({ url: testDatabase.url, of: 'cancellations', onError: () => undefined });
  ({ id: organisationId } = await createOrganisation(database, 'Test'));
});

afterAll(async () => {
  await cancellations.close();
  await database.close();
  await testDatabase.drop();
});

async function claimed(): Promise<ClaimedImport> {
  const options = { schemaURL: 'https://example.com/' };
  const acceptance = await acceptImport(database, { organisationId, options, requestId: 'test' });
  const claim = acceptance.outcome === 'accepted' ? await claimImport(database, acceptance.import.id) : undefined;
  if (claim === undefined) throw new Error('not claimed');
  return claim;
}

function hold(claim: ClaimedImport) {
  const logger = createLogger({ service: 'test', level: 'silent' });
  return holdClaim({ database, cancellations, logger, heartbeatMs: 50, staleAfterMs: 10_000 }, claim);
}

const failure = { error: { code: 'x', message: 'x' }, messagesJson: '[]', timings: {} };

describe('a claim that is held', () => {
  test('and ended by its holder is not taken for lost before the holder has said so', async () => {
    const claim = await claimed();
    await failImport(database, claim, failure);
    const held = hold(claim);
    // Heartbeats find it gone meanwhile.
    await pause(120);
    expect(held.lost.aborted).toBe(false);
    held.end();
    await pause(400);
    expect(held.lost.aborted).toBe(false);
  });

  test('is lost when it was ended by another, soon after that', async () => {
    const claim = await claimed();
    const held = hold(claim);
    await pause(120);
    expect(held.lost.aborted).toBe(false);
    await failImport(database, claim, failure);
    await expect.poll(() => held.lost.aborted, { timeout: 5_000 }).toBe(true);
  });
});
