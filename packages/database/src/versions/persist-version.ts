import { createId, type PackedPlaces } from '@connectory/encoding';
import type { ConnectorFacts, Message } from '@connectory/importer';
import {
  appendMessages,
  type ClaimedWork,
  diffJson,
  fitVersionName,
  type ImportTimings,
  isPlanCurrent,
  judgeVersion,
  OutputTooLargeError,
  type PlannedVersion,
  renderConnector,
  type StoredVersion,
  storedText,
  type VersionSource,
} from '@connectory/lifecycle';
import { extendConnector, mergeIntoConnector } from '../connectors/write-connector.ts';
import { lockClaim } from '../imports/fence.ts';
import { writeEffect } from '../imports/import-effect.ts';
import { writePlaces } from '../imports/import-places.ts';
import { endSucceeded } from '../imports/transitions.ts';
import type { Database } from '../postgres/database.ts';
import { violatedConstraint } from '../postgres/database-errors.ts';
import type { SqlSession } from '../postgres/sql-session.ts';
import { rememberActions } from '../overlays/remember-actions.ts';
import { inWriteTransaction, type WriteTransaction } from '../postgres/write-transaction.ts';
import { lockStoredVersion, readStanding } from './read-standing.ts';
import { writePlan } from './write-plan.ts';
import { schemasKey } from './write-version-rows.ts';
import { RefusedWrite } from './refused-write.ts';

export interface PersistedVersion {
  readonly source: VersionSource;
  /** All places of the document's messages, unless the messages state them all. */
  readonly places?: PackedPlaces | undefined;
  readonly importerVersion: string;
  /** Milliseconds by stage so far; `persisting` is added here. */
  readonly timings: ImportTimings;
  /** The limit of a diff, for both versions together. */
  readonly maxDiffBytes: number;
}

interface Ended {
  readonly version: string;
  /** The given timings, with `persisting`. */
  readonly timings: ImportTimings;
}

/** A refusal writes nothing. */
export type PersistOutcome =
  | ({ readonly outcome: 'persisted'; readonly versionId: string } & Ended)
  /** A dry run: the import has succeeded, and only its own row was written. */
  | ({ readonly outcome: 'previewed' } & Ended)
  /** The bodies of its entities exceed the limit of the source. */
  | { readonly outcome: 'too-large' }
  | RefusedWrite['refusal'];

/**
 * Writes a connector version, new or in place of a draft, and ends its import, in one transaction fenced by the claim. Entities that match
 * entities of a replaced draft keep their ids. A dry run only ends its import. The number of statements does not depend on the size of the
 * model.
 *
 * It reads the standing, plans, and then writes. Reading and planning come before the transaction, so that nothing is locked meanwhile. If
 * the standing has changed by then, both are repeated within the transaction.
 */
export async function persistVersion(
  database: Database,
  work: ClaimedWork,
  persisted: PersistedVersion,
): Promise<PersistOutcome> {
  try {
    return await persist(database, work, persisted);
  } catch (error) {
    if (error instanceof OutputTooLargeError) return { outcome: 'too-large' };
    if (error instanceof RefusedWrite) return error.refusal;
    throw error;
  }
}

async function persist(database: Database, work: ClaimedWork, persisted: PersistedVersion): Promise<PersistOutcome> {
  const startedAt = performance.now();
  const version = storedText(work.version ?? fitVersionName(persisted.source.facts.connector.version));
  const planned = await readAndPlan(database.sql, { work, version, persisted });
  for (;;) {
    try {
      return await inWriteTransaction(database, (tx) =>
        writeWithin(tx, { work, version, persisted }, planned, startedAt),
      );
    } catch (error) {
      // A concurrent import has stored some of the schemas. In the next attempt they are known.
      if (violatedConstraint(error) !== schemasKey) throw error;
    }
  }
}

interface Persisting {
  readonly work: ClaimedWork;
  readonly version: string;
  readonly persisted: PersistedVersion;
}

/** A plan, and the draft that it was made against. */
interface Planned {
  readonly existing: StoredVersion | undefined;
  readonly plan: PlannedVersion;
  /** The version whose edits are taken over, if it is another one. */
  readonly editsFrom: string | undefined;
}

async function readAndPlan(sql: SqlSession, { work, version, persisted }: Persisting): Promise<Planned> {
  const { source, maxDiffBytes } = persisted;
  const { schemaChars } = source.facts;
  const standing = await readStanding(sql, { work, version, schemaChars, maxDiffBytes });
  const { edits } = work.options;
  const plan = await source.plan(standing, { maxDiffBytes, edits });
  return { existing: standing.existing, plan, editsFrom: standing.edits?.from };
}

async function writeWithin(
  tx: WriteTransaction,
  persisting: Persisting,
  planned: Planned,
  startedAt: number,
): Promise<PersistOutcome> {
  const { work, version, persisted } = persisting;
  const { claim, options } = work;
  const { facts } = persisted.source;
  const dryRun = options.dryRun === true;
  const merged = await lockAndExtendConnector(tx, work, facts.connector);
  const current = (await isStillCurrent(tx, persisting, planned)) ? planned : await readAndPlan(tx, persisting);
  const { existing, plan, editsFrom } = current;
  const obstacle = judgeVersion(existing, options);
  if (obstacle !== undefined) throw new RefusedWrite({ outcome: obstacle, version });
  if (existing?.edited === true && options.edits === 'fail')
    throw new RefusedWrite({ outcome: 'version-edited', version });
  const added = [...merged, ...plan.messages];
  const messages = appendMessages(facts.messages, added);
  const written = { ...persisted, version, existing, plan, editsFrom, messagesJson: messages.json };
  const versionId = dryRun ? null : await writePlan(tx, work, written);
  if (versionId !== null) await rememberActions(tx, work, facts.overlays?.remember);
  await writeEffect(tx, claim.importId, {
    connector: dryRun && work.createsConnector ? renderConnector(facts.connector, createId) : undefined,
    diffJson: plan.diff && diffJson(plan.diff, versionId === null ? { version } : { versionId, version }),
    rules: plan.diff?.rules,
    edits: plan.edits?.results,
  });
  await writePlaces(tx, claim.importId, persisted.places, added);
  const timings = { ...persisted.timings, persisting: Math.round(performance.now() - startedAt) };
  const diff = plan.diff && { against: plan.diff.base.version, ...plan.diff.summary };
  const { matched, edits } = plan;
  const isReplaced = existing !== undefined;
  tx.beforeCommit(
    endSucceeded(tx, work, { versionId, version, facts, messages, timings, matched, diff, edits, isReplaced }),
  );
  const ended = { version, timings };
  return versionId === null ? { outcome: 'previewed', ...ended } : { outcome: 'persisted', versionId, ...ended };
}

/** Locks the claim and the connector, and merges the document's facts. A new connector is written later, with its version. */
async function lockAndExtendConnector(
  tx: WriteTransaction,
  { claim, connectorId, createsConnector, options }: ClaimedWork,
  connector: ConnectorFacts,
): Promise<readonly Message[]> {
  const dryRun = options.dryRun === true;
  if (createsConnector && !dryRun) return [];
  if (!(await lockClaim(tx, claim))) throw new RefusedWrite({ outcome: 'claim-lost' });
  if (createsConnector) return [];
  const messages = dryRun
    ? (await mergeIntoConnector(tx, connectorId, connector))?.messages
    : await extendConnector(tx, connectorId, connector);
  if (messages === undefined) throw new RefusedWrite({ outcome: 'connector-gone' });
  return messages;
}

/** Whether the plan still holds. The row stays locked, so it will until the end of the transaction. */
async function isStillCurrent(tx: SqlSession, { work, version }: Persisting, planned: Planned): Promise<boolean> {
  // A connector that this transaction creates has no versions.
  if (work.createsConnector) return true;
  return isPlanCurrent(planned, await lockStoredVersion(tx, work.connectorId, version));
}
