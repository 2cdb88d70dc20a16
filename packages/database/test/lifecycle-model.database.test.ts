import { expect, test } from 'vitest';
import fc from 'fast-check';
import type { ClaimedImport } from '@connectory/lifecycle';
import {
  acceptImport,
  cancelImport,
  claimImport,
  failImport,
  heartbeat,
  releaseImport,
  releaseStaleImports,
  reportProgress,
  retryImport,
} from '../src/index.ts';
import { buildModel } from '../../lifecycle/test/model-builder.ts';
import { createLifecycleStore, type LifecycleStore } from './model/lifecycle-store.ts';
import { openDatabase } from './open-database.ts';
import { persistModel } from './persist-model.ts';
import { sampleDocument } from './sample-import.ts';
import { workOf } from './work-of.ts';

const { database, owner, organisationId } = await openDatabase();

const failure = { error: { code: 'x', message: 'x' }, messagesJson: '[]', timings: {} };
const persisted = { model: buildModel(), importerVersion: '1', timings: {}, maxDiffBytes: 0 };

/** Statements of two attempts, of clients and of the sweeper. */
const steps = fc.array(
  fc.record({
    name: fc.constantFrom(
      ...([
        'claim',
        'heartbeat',
        'progress',
        'persist',
        'fail',
        'release',
        'cancel',
        'retry',
        'goStale',
        'sweep',
      ] as const),
    ),
    attempt: fc.constantFrom('a', 'b'),
  }),
  { minLength: 6, maxLength: 14 },
);

type Step = { readonly name: string; readonly attempt: string };

/** Claims by attempt. A claim that was not given has a token that no import has. */
type Claims = Map<string, ClaimedImport>;

async function onDatabase(id: string, claims: Claims, { name, attempt }: Step): Promise<boolean> {
  const claim = claims.get(attempt) ?? { importId: id, token: '00000000-0000-4000-8000-000000000000' };
  switch (name) {
    case 'claim': {
      const given = await claimImport(database, id);
      if (given !== undefined) claims.set(attempt, given);
      return given !== undefined;
    }
    case 'heartbeat':
      return heartbeat(database, claim);
    case 'progress':
      return reportProgress(database, claim, { stage: 'mapping', done: 1, total: 2 });
    case 'persist':
      return (await persistModel(database, await workOf(database, claim), persisted)).outcome === 'persisted';
    case 'fail':
      return failImport(database, claim, failure);
    case 'release':
      return (await releaseImport(database, claim)) !== undefined;
    case 'cancel':
      return (await cancelImport(database, id)).outcome === 'cancelled';
    case 'retry':
      return (await retryImport(database, id)).outcome === 'queued';
    case 'goStale':
      await owner.pool.query(
        "update imports set heartbeat_at = now() - interval '1 hour' where id = $1 and status = 'running'",
        [id],
      );
      return true;
    default:
      return (await releaseStaleImports(database, 30_000)) > 0;
  }
}

function onModel(store: LifecycleStore, tokens: Map<string, string>, { name, attempt }: Step, number: number): boolean {
  const token = tokens.get(attempt) ?? 'none';
  switch (name) {
    case 'claim': {
      const given = store.claim(`t${number}`);
      if (given) tokens.set(attempt, `t${number}`);
      return given;
    }
    case 'heartbeat':
      return store.heartbeat(token);
    case 'progress':
      return store.reportProgress(token);
    case 'persist': {
      const held = store.lock(token);
      if (held) store.commit(token);
      return held;
    }
    case 'fail':
      return store.fail(token);
    case 'release':
      return store.release(token);
    case 'cancel':
      return store.cancel();
    case 'retry':
      return store.retry(store.readForRetry());
    case 'goStale':
      store.goStale();
      return true;
    default:
      return store.sweep();
  }
}

const readRow = `
  select status::text, attempts, claim_token is not null as claimed, enqueues,
         (select count(*)::int from connector_versions v where v.connector_id = i.connector_id) as versions,
         array(select outcome::text from callbacks c where c.import_id = i.id order by c.created_at, c.id) as notifications
    from imports i where id = $1`;

async function accept(): Promise<string> {
  const acceptance = await acceptImport(database, {
    organisationId,
    options: {},
    callbackUrl: 'https://receiver.example/ended',
    requestId: 'test',
    document: sampleDocument(),
  });
  if (acceptance.outcome !== 'accepted') throw new Error(acceptance.outcome);
  return acceptance.import.id;
}

async function compare(sequence: readonly Step[]): Promise<void> {
  const id = await accept();
  const store = createLifecycleStore();
  const claims: Claims = new Map();
  const tokens = new Map<string, string>();
  for (const [number, step] of sequence.entries()) {
    const took = await onDatabase(id, claims, step);
    const modelled = onModel(store, tokens, step, number);
    const { rows } = await owner.pool.query<object>(readRow, [id]);
    const { status, attempts, token, enqueues, versions, notifications } = store.row;
    const row = { status, attempts, claimed: token !== undefined, enqueues, versions, notifications };
    expect({ number, took, row: rows[0] }, JSON.stringify(sequence)).toEqual({ number, took: modelled, row });
  }
  await cancelImport(database, id);
}

// The interleavings of `interleavings.test.ts` are those of PostgreSQL only as long as both agree.
test('the model of the lifecycle and the statements of PostgreSQL do the same, step by step', async () => {
  const property = fc.asyncProperty(steps, (sequence) => compare(sequence));
  await fc.assert(property, { seed: 20_261_127, numRuns: 30, endOnFailure: true });
}, 120_000);
