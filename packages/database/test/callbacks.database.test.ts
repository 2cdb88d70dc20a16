import { describe, expect, test } from 'vitest';
import {
  acceptImport,
  cancelImport,
  claimDueCallbacks,
  claimImport,
  createOrganisation,
  failImport,
  findImport,
  readCallbackSecrets,
  recordCallbackAttempt,
  releaseImport,
  retryImport,
  rotateCallbackSecret,
} from '../src/index.ts';
import { persistModel } from './persist-model.ts';
import { workOf } from './work-of.ts';
import { buildModel } from '../../lifecycle/test/model-builder.ts';
import { openDatabase } from './open-database.ts';
import { sampleDocument } from './sample-import.ts';

const { database, organisationId } = await openDatabase();

const callbackUrl = 'https://receiver.example/hook';
const failure = { error: { code: 'x', message: 'x' }, messagesJson: '[]', timings: {} };

async function accept(url: string | undefined = callbackUrl): Promise<string> {
  const document = sampleDocument();
  const asked = url === '' ? {} : { callbackUrl: url };
  const acceptance = await acceptImport(database, {
    organisationId,
    options: {},
    requestId: 'test',
    document,
    ...asked,
  });
  if (acceptance.outcome !== 'accepted') throw new Error(acceptance.outcome);
  return acceptance.import.id;
}

async function claim(importId: string) {
  const claimed = await claimImport(database, importId);
  if (claimed === undefined) throw new Error('not claimed');
  return claimed;
}

const callbacksOf = (importId: string) =>
  database.prisma.callback.findMany({ where: { importId }, orderBy: { createdAt: 'asc' } });
/** Claims all due notifications, so that a test sees only its own. */
const takeDue = () => claimDueCallbacks(database, { limit: 100, leaseMs: 60_000 });

describe('a notification', () => {
  test.each([
    [
      'succeeded',
      async (id: string) =>
        persistModel(database, await workOf(database, await claim(id)), {
          model: buildModel(),
          importerVersion: '1',
          timings: {},
          maxDiffBytes: 1e6,
        }),
    ],
    ['failed', async (id: string) => failImport(database, await claim(id), failure)],
    ['cancelled', (id: string) => cancelImport(database, id)],
  ])('is created once when an import ends: %s', async (outcome, end) => {
    const id = await accept();
    expect(await callbacksOf(id)).toEqual([]);
    expect((await findImport(database, organisationId, id))?.callback).toMatchObject({
      status: 'waiting',
      url: callbackUrl,
    });
    await end(id);
    expect(await callbacksOf(id)).toMatchObject([{ outcome, status: 'pending', url: callbackUrl }]);
    expect((await takeDue()).map((due) => due.import)).toMatchObject([{ id, status: outcome }]);
  });

  test('is not created without a callback URL, nor before the import ends', async () => {
    const silent = await accept('');
    await cancelImport(database, silent);
    const running = await accept();
    await releaseImport(database, await claim(running));
    expect([await callbacksOf(silent), await callbacksOf(running)]).toEqual([[], []]);
  });

  test('is not created when the transaction that ends the import is rolled back', async () => {
    const id = await accept();
    const ending = database.prisma.$transaction(async (tx) => {
      await tx.$executeRaw`update imports set status = 'failed' where id = ${id}`;
      throw new Error('given up');
    });
    await expect(ending).rejects.toThrow('given up');
    expect(await callbacksOf(id)).toEqual([]);
  });

  test('is created again, with another id, when the import is retried and ends again', async () => {
    const id = await accept();
    await cancelImport(database, id);
    await retryImport(database, id);
    await failImport(database, await claim(id), failure);
    const made = await callbacksOf(id);
    expect(made.map(({ outcome }) => outcome)).toEqual(['cancelled', 'failed']);
    expect(new Set(made.map((callback) => callback.id)).size).toBe(2);
    await takeDue();
  });

  test('that is due is claimed by one of many workers', async () => {
    await cancelImport(database, await accept());
    expect((await Promise.all(Array.from({ length: 6 }, takeDue))).flat()).toHaveLength(1);
  });

  test('is claimed by another worker after its lease expired, and then only that one can record an attempt', async () => {
    const id = await accept();
    await cancelImport(database, id);
    const [dead] = await claimDueCallbacks(database, { limit: 1, leaseMs: 0 });
    const [alive] = await takeDue();
    if (dead === undefined || alive === undefined) throw new Error('nothing was due');
    expect(alive.id).toBe(dead.id);
    const attempt = { at: new Date().toISOString(), status: 200, durationMs: 5 };
    expect(await recordCallbackAttempt(database, dead, attempt, { status: 'delivered' })).toBe(false);
    expect(await recordCallbackAttempt(database, alive, attempt, { status: 'delivered' })).toBe(true);
    expect(await callbacksOf(id)).toMatchObject([{ status: 'delivered', attemptCount: 1, nextAttemptAt: null }]);
    expect(await takeDue()).toEqual([]);
  });

  test('shows its attempts in the import and raises its revision', async () => {
    const id = await accept();
    await cancelImport(database, id);
    const before = (await findImport(database, organisationId, id))?.revision ?? 0;
    const [due] = await takeDue();
    if (due === undefined) throw new Error('nothing was due');
    const attempt = { at: '2026-01-01T00:00:00.000Z', error: 'callback_unreachable', durationMs: 5 };
    await recordCallbackAttempt(database, due, attempt, { status: 'pending', nextAttemptInMs: 60_000 });
    const record = await findImport(database, organisationId, id);
    expect(record?.callback).toMatchObject({ status: 'pending', attempts: [attempt], nextAttemptAt: expect.any(Date) });
    expect(record?.revision).toBe(before + 1);
    expect(await takeDue()).toEqual([]);
  });
});

test('a new secret and the previous one are valid together, and expired ones are not', async () => {
  const { id } = await createOrganisation(database, 'Secretive');
  expect(await readCallbackSecrets(database, id)).toEqual([]);
  const first = await rotateCallbackSecret(database, id);
  expect(first.previousValidUntil).toBeNull();
  const second = await rotateCallbackSecret(database, id);
  expect(second.previousValidUntil).not.toBeNull();
  expect(await readCallbackSecrets(database, id)).toEqual([second.secret, first.secret]);
  await database.prisma.callbackSecret.updateMany({
    where: { organisationId: id, expiresAt: { not: null } },
    data: { expiresAt: new Date(0) },
  });
  expect(await readCallbackSecrets(database, id)).toEqual([second.secret]);
});
