import {
  endUnchanged,
  failImport,
  findClaimedImport,
  type ImportEndFacts,
  type ImportFailure,
  persistVersion,
} from '@connectory/database';
import { describeOutputLimit, importerVersion } from '@connectory/importer';
import type { ClaimedWork, ImportError, ImportTimings } from '@connectory/lifecycle';
import { loadDocument } from '../documents/load-document.ts';
import { type StageClock, startStageClock } from '../import-child/stage-clock.ts';
import type { ImportRun } from './import-run.ts';
import { findReferencesInChild, type MappedDocument, mapInChild } from './mapped-document.ts';

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
  const { child, claim, onProgress } = run;
  const { database } = child;
  const clock = startStageClock();
  const asked = await findClaimedImport(database, claim);
  if (asked === undefined) return claimLost;
  const unchangedBefore = asked.documentSha256 === null ? undefined : await endIfUnchanged(run, asked, clock);
  if (unchangedBefore !== undefined) return unchangedBefore;

  const loaded = await load(run, asked);
  if (loaded.kind === 'claim-lost') return claimLost;
  if (loaded.kind === 'failed') {
    const { verdict, error } = loaded.failure;
    if (verdict === 'retry') return { outcome: 'unfetched', error };
    return endFailed(run, asked, { error, messagesJson: '[]', timings: clock.timings() });
  }
  if (loaded.kind === 'fetched') clock.endStage('fetching');
  // A fetched document is now stored with the import: read the row again.
  const work = loaded.kind === 'stored' ? asked : await findClaimedImport(database, claim);
  if (work === undefined) return claimLost;
  const unchangedAfter = loaded.kind === 'fetched' ? await endIfUnchanged(run, work, clock) : undefined;
  if (unchangedAfter !== undefined) return unchangedAfter;

  const { limits, maxPlacesBytes, reportStages } = run;
  const mapped = await mapInChild(
    child,
    { document: loaded.document, source: work, overlays: work.overlays, limits, maxPlacesBytes, reportStages },
    onProgress,
  );
  const timings = { ...clock.timings(), ...mapped.timings };
  if (!mapped.ok) return endFailed(run, work, { ...mapped, timings });
  const { actions, triggers } = mapped.source.facts.counts;
  onProgress({ stage: 'persisting', done: actions + triggers, total: actions + triggers });
  return persist(run, work, { ...mapped, timings });
}

function load({ child, limits, fetching, onProgress }: ImportRun, work: ClaimedWork) {
  const findReferences = (document: Uint8Array) => findReferencesInChild(child, document, limits);
  const onFetch = (): void => onProgress({ stage: 'fetching', done: 0, total: 0 });
  const wanted = { ...fetching, findReferences, signal: child.ended };
  return loadDocument({ database: child.database, fetching: wanted, onFetch }, work);
}

/** Ends an import whose document produced the stored version before, if it may replace that version. */
async function endIfUnchanged(
  { child }: ImportRun,
  work: ClaimedWork,
  clock: StageClock,
): Promise<ImportRunOutcome | undefined> {
  const { ifExists, diffAgainst } = work.options;
  if (ifExists !== 'replace' && diffAgainst === undefined) return undefined;
  const timings = clock.timings();
  const version = await endUnchanged(child.database, work, { importerVersion, timings });
  return version === undefined ? undefined : succeeded(work, version, timings);
}

async function persist(
  run: ImportRun,
  work: ClaimedWork,
  { source, places, maxOutputBytes, timings }: Omit<Extract<MappedDocument, { ok: true }>, 'ok'>,
): Promise<ImportRunOutcome> {
  const { child, maxDiffBytes } = run;
  const persisted = await persistVersion(child.database, work, {
    source,
    places,
    importerVersion,
    timings,
    maxDiffBytes,
  });
  const { openapi, messages } = source.facts;
  const failure = { messagesJson: messages.json, places, openapi, timings };
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
    case 'version-edited':
      return endFailed(run, work, { ...failure, error: versionEdited(persisted.version) });
    case 'edits-not-found':
      return endFailed(run, work, { ...failure, error: editsNotFound(persisted.version) });
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

function versionEdited(version: string): ImportError {
  const message = `Version ${version} was edited, and "edits" is "fail". Keep or discard the edits instead.`;
  return { code: 'version_edited', message };
}

function editsNotFound(version: string): ImportError {
  const message = `The connector has no version ${version} to take edits from. Name another version in "editsFrom".`;
  return { code: 'edits_not_found', message };
}

function succeeded({ connectorId }: ClaimedWork, version: string, timings: ImportTimings): ImportRunOutcome {
  return { outcome: 'ended', facts: { status: 'succeeded', code: '', timings, connectorId, version } };
}

async function endFailed(
  run: ImportRun,
  { connectorId, version }: ClaimedWork,
  {
    error,
    messagesJson,
    places,
    openapi,
    timings,
  }: Omit<ImportFailure, 'openapi'> & { readonly openapi?: string | undefined },
): Promise<ImportRunOutcome> {
  const failure = { error, messagesJson, places, timings, ...(openapi === undefined ? {} : { openapi }) };
  if (!(await failImport(run.child.database, run.claim, failure))) return claimLost;
  return { outcome: 'ended', facts: { status: 'failed', code: error.code, timings, connectorId, version } };
}
