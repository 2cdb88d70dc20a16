import { describe, expect, test } from 'vitest';
import {
  acceptImport,
  cancelImport,
  claimImport,
  failImport,
  findImport,
  heartbeat,
  type ImportSubmission,
  releaseImport,
  reportProgress,
  retryImport,
  watchImports,
  readImportMessages,
} from '../src/index.ts';
import type { ClaimedImport } from '@connectory/lifecycle';
import { persistModel } from './persist-model.ts';
import { workOf } from './work-of.ts';
import { buildModel } from '../../lifecycle/test/model-builder.ts';
import { openDatabase } from './open-database.ts';
import { createPets, sampleDocument } from './sample-import.ts';
import { wholeText } from './whole-text.ts';

const { database, url, organisationId } = await openDatabase();

const failure = {
  error: { code: 'x', message: 'x' },
  messagesJson: '["x"]',
  openapi: '3.0.0',
  timings: { parsing: 1 },
};
const persisted = { model: buildModel(), importerVersion: '1', timings: {}, maxDiffBytes: 1e6 };

async function newTarget(): Promise<{ connectorId: string; version: string }> {
  return { connectorId: await createPets(database, organisationId), version: '1' };
}

async function accept(target: Partial<ImportSubmission> = {}): Promise<string> {
  const document = sampleDocument();
  const acceptance = await acceptImport(database, {
    organisationId,
    options: {},
    requestId: 'test',
    document,
    ...target,
  });
  if (acceptance.outcome !== 'accepted') throw new Error(acceptance.outcome);
  return acceptance.import.id;
}

async function claim(importId: string): Promise<ClaimedImport> {
  const claimed = await claimImport(database, importId);
  if (claimed === undefined) throw new Error('not claimed');
  return claimed;
}

const find = (importId: string) => findImport(database, organisationId, importId);

describe('a cancelled import', () => {
  test('that was queued is never claimed', async () => {
    const importId = await accept();
    expect(await cancelImport(database, importId)).toEqual({ outcome: 'cancelled' });
    expect(await claimImport(database, importId)).toBeUndefined();
    expect(await find(importId)).toMatchObject({ status: 'cancelled', stage: 'done', finishedAt: expect.any(Date) });
  });

  test('that was running rejects all writes of its attempt', async () => {
    const running = await claim(await accept(await newTarget()));
    const before = await find(running.importId);
    await cancelImport(database, running.importId);
    expect(await heartbeat(database, running)).toBe(false);
    expect(await reportProgress(database, running, { stage: 'mapping', done: 1, total: 2 })).toBe(false);
    expect(await persistModel(database, await workOf(database, running), persisted)).toEqual({
      outcome: 'claim-lost',
    });
    expect(await failImport(database, running, failure)).toBe(false);
    expect(await releaseImport(database, running)).toBeUndefined();
    const after = await find(running.importId);
    expect(after).toMatchObject({ status: 'cancelled', revision: (before?.revision ?? 0) + 1, versionId: null });
  });

  test('allows another import of the same version', async () => {
    const target = await newTarget();
    await cancelImport(database, await accept(target));
    expect(await accept(target)).toEqual(expect.any(String));
  });

  test('ends once: of a concurrent cancellation and write of the version, one wins and the other is refused', async () => {
    for (let round = 0; round < 5; round += 1) {
      const running = await claim(await accept(await newTarget()));
      const work = await workOf(database, running);
      const [written, cancelled] = await Promise.all([
        persistModel(database, work, persisted),
        cancelImport(database, running.importId),
      ]);
      const ends = { persisted: 'succeeded', 'claim-lost': 'cancelled' };
      expect((await find(running.importId))?.status).toBe(Reflect.get(ends, written.outcome));
      expect(cancelled.outcome).toBe(written.outcome === 'persisted' ? 'ended' : 'cancelled');
    }
  });

  test('that had already ended stays unchanged', async () => {
    const running = await claim(await accept());
    await failImport(database, running, failure);
    const before = await find(running.importId);
    expect(await cancelImport(database, running.importId)).toEqual({ outcome: 'ended' });
    expect(await find(running.importId)).toEqual(before);
  });
});

describe('a retried import', () => {
  test('is like a new one, with its stored document, and succeeds', async () => {
    const target = await newTarget();
    const first = await claim(await accept(target));
    await failImport(database, first, failure);
    const failed = await find(first.importId);
    expect(await retryImport(database, first.importId)).toEqual({ outcome: 'queued', enqueues: 2 });
    const queued = await find(first.importId);
    expect(queued).toMatchObject({ status: 'queued', stage: 'queued', attempts: 0, error: null });
    expect(await wholeText(await readImportMessages(database, first.importId))).toBe('[]');
    expect(queued).toMatchObject({ startedAt: null, finishedAt: null, timings: {}, document: { openapi: null } });
    expect(queued?.document?.sha256).toBe(failed?.document?.sha256);
    expect(queued?.revision).toBe((failed?.revision ?? 0) + 1);
    const second = await claim(first.importId);
    expect(second.attempt).toBe(1);
    expect(await persistModel(database, await workOf(database, second), persisted)).toMatchObject({
      outcome: 'persisted',
    });
  });

  test('does not return the claim to the cancelled attempt', async () => {
    const lost = await claim(await accept());
    await cancelImport(database, lost.importId);
    await retryImport(database, lost.importId);
    await claim(lost.importId);
    expect(await heartbeat(database, lost)).toBe(false);
    expect(await persistModel(database, await workOf(database, lost), persisted)).toEqual({ outcome: 'claim-lost' });
  });

  test('is queued once by many concurrent requests', async () => {
    const importId = await accept(await newTarget());
    await cancelImport(database, importId);
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => retryImport(database, importId)));
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual([...Array(3).fill('not-retryable'), 'queued']);
  });

  test('blocks other imports of its version again', async () => {
    const target = await newTarget();
    const importId = await accept(target);
    await cancelImport(database, importId);
    await retryImport(database, importId);
    await expect(accept(target)).rejects.toThrow('import-in-progress');
  });

  test('is refused when another import of its version is under way or has succeeded', async () => {
    const target = await newTarget();
    const importId = await accept(target);
    await cancelImport(database, importId);
    const other = await accept(target);
    expect(await retryImport(database, importId)).toEqual({ outcome: 'import-in-progress' });
    await persistModel(database, await workOf(database, await claim(other)), persisted);
    expect(await retryImport(database, importId)).toEqual({ outcome: 'version-exists' });
    expect((await find(importId))?.status).toBe('cancelled');
  });

  test('must have failed or been cancelled', async () => {
    const importId = await accept();
    expect(await retryImport(database, importId)).toEqual({ outcome: 'not-retryable' });
    const running = await claim(importId);
    expect(await retryImport(database, importId)).toEqual({ outcome: 'not-retryable' });
    await persistModel(database, await workOf(database, running), persisted);
    expect(await retryImport(database, importId)).toEqual({ outcome: 'not-retryable' });
  });
});

test('a cancellation and a retry wake waiters', async () => {
  const watcher = watchImports({ url: url, onError: () => undefined });
  try {
    // Resolves once the watcher listens, because it then wakes all waiters.
    await watcher.nextChange('any', 30_000);
    const importId = await accept();
    for (const change of [cancelImport, retryImport]) {
      const told = watcher.nextChange(importId, 30_000).then(() => 'told');
      await change(database, importId);
      expect(await told).toBe('told');
    }
  } finally {
    await watcher.close();
  }
}, 20_000);
