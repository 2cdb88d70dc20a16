import {
  endUnchanged,
  failImport,
  findClaimedImport,
  type ImportEndFacts,
  type ImportFailure,
  persistVersion,
} from '@connectory/database';
import { describeOutputLimit, importerVersion, type Message } from '@connectory/importer';
import { type ClaimedWork, countSchemaChars, type ImportError, type ImportTimings } from '@connectory/lifecycle';
import type { ImportRun } from './import-run.ts';
import { loadDocument } from './load-document.ts';
import { type MadeModel, makeModel } from './make-model.ts';
import { type StageClock, startStageClock } from './stage-clock.ts';

export type ImportRunOutcome =
  | { readonly outcome: 'ended'; readonly facts: ImportEndFacts }
  | { readonly outcome: 'claim-lost' }
  /** The document could not be fetched, but a retry may succeed. The import has not ended. */
  | { readonly outcome: 'unfetched'; readonly error: ImportError };

const claimLost = { outcome: 'claim-lost' } as const;

/**
 * Does the work of one claimed import: loads its document, parses it, maps it, writes the version and ends the import.
 * @throws if the database fails, or ImportDefectError for a defect of the importer.
 */
export async function runImport(run: ImportRun): Promise<ImportRunOutcome> {
  const { database, claim, onProgress } = run;
  const clock = startStageClock();
  const asked = await findClaimedImport(database, claim);
  if (asked === undefined) return claimLost;
  const unchangedBefore = asked.documentSha256 === null ? undefined : await endIfUnchanged(run, asked, clock);
  if (unchangedBefore !== undefined) return unchangedBefore;

  const loaded = await loadDocument(run, asked);
  if (loaded.kind === 'claim-lost') return claimLost;
  if (loaded.kind === 'failed') {
    const { verdict, error } = loaded.failure;
    if (verdict === 'retry') return { outcome: 'unfetched', error };
    return endFailed(run, asked, { error, messages: [], timings: clock.timings() });
  }
  if (loaded.kind === 'fetched') clock.endStage('fetching');
  // A fetched document is now stored with the import: read the row again.
  const work = loaded.kind === 'stored' ? asked : await findClaimedImport(database, claim);
  if (work === undefined) return claimLost;
  const unchangedAfter = loaded.kind === 'fetched' ? await endIfUnchanged(run, work, clock) : undefined;
  if (unchangedAfter !== undefined) return unchangedAfter;

  const made = await makeModel(run, work, loaded.bytes, clock);
  if (!made.ok) {
    const { ok: _, ...failure } = made;
    return endFailed(run, work, { ...failure, timings: clock.timings() });
  }
  const operations = made.model.actions.length + made.model.triggers.length;
  onProgress({ stage: 'persisting', done: operations, total: operations });
  return persist(run, work, made, clock.timings());
}

/** Ends an import whose document produced the stored version before, if it may replace that version. */
async function endIfUnchanged(
  { database }: ImportRun,
  work: ClaimedWork,
  clock: StageClock,
): Promise<ImportRunOutcome | undefined> {
  const { ifExists, diffAgainst } = work.options;
  if (ifExists !== 'replace' && diffAgainst === undefined) return undefined;
  const timings = clock.timings();
  const version = await endUnchanged(database, work, { importerVersion, timings });
  return version === undefined ? undefined : succeeded(work, version, timings);
}

async function persist(
  run: ImportRun,
  work: ClaimedWork,
  { model, places, maxOutputBytes }: Extract<MadeModel, { ok: true }>,
  timings: Record<string, number>,
): Promise<ImportRunOutcome> {
  const { database, maxDiffBytes } = run;
  const maxBodyChars = maxOutputBytes - countSchemaChars(model);
  const version = { model, places, importerVersion, timings, maxDiffBytes, maxBodyChars };
  const persisted = await persistVersion(database, work, version);
  const { messages, openapi } = model;
  const failure = { messages, places, openapi, timings };
  switch (persisted.outcome) {
    case 'persisted':
    case 'previewed':
      return succeeded(work, persisted.version, persisted.timings);
    case 'claim-lost':
      return claimLost;
    case 'too-large':
      return endFailed(run, work, { ...failure, error: outputTooLarge(maxOutputBytes) });
    case 'connector-gone':
      return endFailed(run, work, { ...failure, error: connectorGone });
    case 'version-exists':
      return endFailed(run, work, { ...failure, error: versionExists(persisted.version) });
    case 'version-published':
      return endFailed(run, work, { ...failure, error: versionPublished(persisted.version) });
  }
}

const connectorGone: ImportError = {
  code: 'connector_not_found',
  message: 'The connector was deleted during this import. Create it again, or import into another connector.',
};

function outputTooLarge(maxOutputBytes: number): ImportError {
  return { code: 'import_output_too_large', message: describeOutputLimit(maxOutputBytes) };
}

function versionExists(version: string): ImportError {
  const message = `Version ${version} of this connector was created during this import. Name another version.`;
  return { code: 'version_exists', message };
}

function versionPublished(version: string): ImportError {
  const message = `Version ${version} of this connector is published and cannot be replaced. Name another version, or unpublish it first.`;
  return { code: 'version_published', message };
}

function succeeded({ connectorId }: ClaimedWork, version: string, timings: ImportTimings): ImportRunOutcome {
  return { outcome: 'ended', facts: { status: 'succeeded', code: '', timings, connectorId, version } };
}

async function endFailed(
  run: ImportRun,
  { connectorId, version }: ClaimedWork,
  failure: Omit<ImportFailure, 'messagesJson'> & { readonly messages: readonly Message[] },
): Promise<ImportRunOutcome> {
  const { messages, ...rest } = failure;
  const held = await failImport(run.database, run.claim, { ...rest, messagesJson: JSON.stringify(messages) });
  if (!held) return claimLost;
  const { error, timings } = failure;
  return { outcome: 'ended', facts: { status: 'failed', code: error.code, timings, connectorId, version } };
}
