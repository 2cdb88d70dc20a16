import { setTimeout as pause } from 'node:timers/promises';
import {
  acceptImport,
  cancelImport,
  createDatabase,
  type Database,
  failImport,
  type ImportWatcher,
  watchImports,
} from '@connectory/database';
import { createOwner } from '@connectory/harness';
import { createTestDatabase, type TestDatabase } from '@connectory/testing';
import { createLogger } from '@connectory/runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type HeldClaim, holdClaim } from '../src/imports/hold-claim.ts';

let testDatabase: TestDatabase;
let database: Database;
let cancellations: ImportWatcher;
let organisationId: string;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.workerUrl, poolSize: 2, onError: () => undefined });
  cancellations = watchImports({ url: testDatabase.workerUrl, of: 'cancellations', onError: () => undefined });
  ({ organisationId } = await createOwner(testDatabase.url, 'test'));
});

afterAll(async () => {
  await cancellations.close();
  await database.close();
  await testDatabase.drop();
});

async function held(heartbeatMs = 50, claimsIn: Database = database): Promise<HeldClaim> {
  const options = { schemaURL: 'https://example.com/' };
  const acceptance = await acceptImport(database, { organisationId, options, requestId: 'test' });
  if (acceptance.outcome !== 'accepted') throw new Error(acceptance.outcome);
  const logger = createLogger({ service: 'test', level: 'silent' });
  const claimedLane = { lane: 'import', maxRunning: 0 } as const;
  const holding = { database: claimsIn, cancellations, logger, claimedLane, heartbeatMs, staleAfterMs: 10_000 };
  const claim = await holdClaim(holding);
  if (claim === undefined) throw new Error('not claimed');
  return claim;
}

const failure = { error: { code: 'x', message: 'x' }, messagesJson: '[]', timings: {} };

describe('a claim that is held', () => {
  test('and ended by its holder does not count as lost before the holder reports the end', async () => {
    const { claim, lost, end } = await held();
    await failImport(database, claim, failure);
    // Heartbeats find no claim meanwhile.
    await pause(120);
    expect(lost.aborted).toBe(false);
    end();
    await pause(400);
    expect(lost.aborted).toBe(false);
  });

  test('is lost soon after another process has ended the import', async () => {
    const { claim, lost } = await held();
    await pause(120);
    expect(lost.aborted).toBe(false);
    await failImport(database, claim, failure);
    await expect.poll(() => lost.aborted).toBe(true);
  });

  test('is lost immediately after a cancel, long before the next heartbeat', async () => {
    const { claim, lost, end } = await held(60_000);
    await cancelImport(database, claim.importId);
    await expect.poll(() => lost.aborted).toBe(true);
    end();
  });

  test('is lost soon after a cancel that was announced before the response to the claim', async () => {
    let isClaimed = false;
    const $queryRaw: Database['sql']['$queryRaw'] = async (statement, ...values) => {
      const rows = await database.sql.$queryRaw<readonly { importId: string }[]>(statement, ...values);
      const importId = rows[0]?.importId;
      if (importId === undefined || isClaimed) return rows as never;
      isClaimed = true;
      const announced = cancellations.nextChange(importId, 20_000);
      await cancelImport(database, importId);
      await announced;
      return rows as never;
    };
    const slow: Database = { ...database, sql: { ...database.sql, $queryRaw } };
    const { lost, end } = await held(60_000, slow);
    await expect.poll(() => lost.aborted).toBe(true);
    end();
  });
});
