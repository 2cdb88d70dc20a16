import {
  type Database,
  endUnchanged,
  failImport,
  findClaimedImport,
  type ImportEndFacts,
  persistVersion,
} from '@connectory/database';
import type { Claim, ClaimedWork, ImportError, ImportRequestOptions, ImportTimings } from '@connectory/lifecycle';
import { type DocumentLimits, readDocument } from '@connectory/document';
import {
  type ConnectorModel,
  importDocument,
  importerVersion,
  type Message,
  type ParsedDocument,
} from '@connectory/importer';
import type { FetchDependencies } from './fetch-document.ts';
import type { ImportStep } from '../imports/import-messages.ts';
import { openSource } from './load-document.ts';

export interface ImportRun {
  readonly database: Database;
  readonly claim: Claim;
  readonly limits: DocumentLimits;
  /** Of a draft and of what replaces it, together: larger ones are imported without a diff. */
  readonly maxDiffBytes: number;
  readonly fetching: FetchDependencies;
  readonly onStep: (step: Omit<ImportStep, 'kind'>) => void;
}

export type ImportRunOutcome =
  | { readonly outcome: 'ended'; readonly facts: ImportEndFacts }
  | { readonly outcome: 'claim-lost' }
  /** The document cannot be fetched now, and may be later. Nothing was ended. */
  | { readonly outcome: 'unfetched'; readonly error: ImportError };

/** A defect in code that does no I/O: the same document would meet it again. */
export class ImportDefectError extends Error {
  override readonly name = 'ImportDefectError';
}

/**
 * Does the work of one claimed import: fetches its document where it has none yet, reads it, maps it,
 * writes the version and ends the import.
 * @throws when the world fails (database), or ImportDefectError for a defect of ours.
 */
export async function runImport(run: ImportRun): Promise<ImportRunOutcome> {
  const { database, claim, onStep } = run;
  const clock = startClock();
  const asked = await findClaimedImport(database, claim);
  if (asked === undefined) return claimLost;
  const fail = (error: ImportError, messages: readonly Message[], openapi?: string): Promise<ImportRunOutcome> =>
    endFailed(run, asked, { error, messages, timings: clock.timings(), ...(openapi === undefined ? {} : { openapi }) });

  const { ifExists, diffAgainst } = asked.options;
  const unchanged = async (work: ClaimedWork): Promise<ImportRunOutcome | undefined> => {
    if (ifExists !== 'replace' && diffAgainst === undefined) return undefined;
    const timings = clock.timings();
    const version = await endUnchanged(database, work, { importerVersion, timings });
    return version === undefined ? undefined : succeeded(work, version, timings);
  };
  const before = asked.documentSha256 === null ? undefined : await unchanged(asked);
  if (before !== undefined) return before;
  const source = await openSource(run, asked);
  if (source.kind === 'claim-lost') return claimLost;
  if (source.kind === 'failed') {
    const { verdict, error } = source.failure;
    return verdict === 'retry' ? { outcome: 'unfetched', error } : fail(error, []);
  }
  if (source.kind === 'fetched') clock.lap('fetching');
  // What was fetched is the import's document from now on.
  const target = source.kind === 'stored' ? asked : await findClaimedImport(database, claim);
  if (target === undefined) return claimLost;
  const after = source.kind === 'fetched' ? await unchanged(target) : undefined;
  if (after !== undefined) return after;

  const made = await makeModel(run, target, source.bytes, clock);
  if (!made.ok) return fail(made.error, made.messages, made.openapi);
  const { model } = made;
  const operations = model.actions.length + model.triggers.length;
  onStep({ stage: 'persisting', done: operations, total: operations });
  return persist(run, target, model, clock.timings());
}

type Made =
  | { readonly ok: true; readonly model: ConnectorModel }
  | {
      readonly ok: false;
      readonly error: ImportError;
      readonly messages: readonly Message[];
      readonly openapi?: string;
    };

/** A function of its own, so that text and tree of the document are given back before rows are written: they are the most of its memory. */
async function makeModel(
  run: ImportRun,
  target: ClaimedWork,
  bytes: Uint8Array,
  clock: ReturnType<typeof startClock>,
): Promise<Made> {
  const { onStep } = run;
  onStep({ stage: 'parsing', done: 0, total: 0 });
  const read = await guard(() => readDocument(bytes, { ...sourceOf(target), limits: run.limits }));
  clock.lap('parsing');
  if (!read.ok) return { ok: false, error: toImportError(read.fault), messages: [] };

  onStep({ stage: 'mapping', done: 0, total: 0 });
  const mapped = await guard(() => mapDocument(read.document, target.options, onStep));
  clock.lap('mapping');
  const { openapi } = read.document;
  if (!mapped.ok) return { ok: false, error: toImportError(mapped.fault), messages: mapped.messages, openapi };
  const model = named(mapped.model, target.options.name);
  const errors = model.messages.filter((message) => message.severity === 'error');
  if (target.options.strict === true && errors.length > 0)
    return { ok: false, error: strictError(errors), messages: model.messages, openapi };
  return { ok: true, model };
}

function sourceOf({ filename, mediaType }: ClaimedWork): { filename?: string; mediaType?: string } {
  return { ...(filename === null ? {} : { filename }), ...(mediaType === null ? {} : { mediaType }) };
}

function named(model: ConnectorModel, name: string | undefined): ConnectorModel {
  return name === undefined ? model : { ...model, connector: { ...model.connector, name } };
}

async function persist(
  run: ImportRun,
  target: ClaimedWork,
  model: ConnectorModel,
  timings: Record<string, number>,
): Promise<ImportRunOutcome> {
  const { database, maxDiffBytes } = run;
  const persisted = await persistVersion(database, target, { model, importerVersion, timings, maxDiffBytes });
  switch (persisted.outcome) {
    case 'persisted':
    case 'previewed':
      return succeeded(target, persisted.version, persisted.timings);
    case 'claim-lost':
      return claimLost;
    case 'connector-gone':
      return endFailed(run, target, {
        error: connectorGone,
        messages: model.messages,
        openapi: model.openapi,
        timings,
      });
    case 'version-exists': {
      const message = `Version ${persisted.version} of this connector was created while this import was under way. Name another version.`;
      return endFailed(run, target, { error: { code: 'version_exists', message }, messages: model.messages, timings });
    }
    case 'version-published': {
      const message = `Version ${persisted.version} of this connector was published, and cannot be replaced. Name another version, or unpublish it first.`;
      return endFailed(run, target, {
        error: { code: 'version_published', message },
        messages: model.messages,
        timings,
      });
    }
  }
}

const connectorGone: ImportError = {
  code: 'connector_not_found',
  message: 'The connector was deleted while this import was under way. Create it again, or import into another one.',
};

function strictError(errors: readonly Message[]): ImportError {
  const first = errors[0]?.text ?? '';
  return {
    code: 'strict_import_failed',
    message: `The import was asked to be strict and ${errors.length} message(s) are errors, the first: ${first}`,
    details: 'Repair the document, or import without "strict" to take over all that can be.',
  };
}

const claimLost = { outcome: 'claim-lost' } as const;

function succeeded({ connectorId }: ClaimedWork, version: string, timings: ImportTimings): ImportRunOutcome {
  return { outcome: 'ended', facts: { status: 'succeeded', code: '', timings, connectorId, version } };
}

async function endFailed(
  run: ImportRun,
  { connectorId, version }: ClaimedWork,
  failure: { error: ImportError; messages: readonly Message[]; openapi?: string; timings: Record<string, number> },
): Promise<ImportRunOutcome> {
  const { messages, ...rest } = failure;
  const held = await failImport(run.database, run.claim, { ...rest, messagesJson: JSON.stringify(messages) });
  if (!held) return claimLost;
  const { error, timings } = failure;
  return { outcome: 'ended', facts: { status: 'failed', code: error.code, timings, connectorId, version } };
}

function toImportError(fault: {
  code: string;
  message: string;
  locations: readonly { pointer: string }[];
}): ImportError {
  return { code: fault.code, message: fault.message };
}

function mapDocument(
  document: ParsedDocument,
  { schemaURL, include, exclude }: ImportRequestOptions,
  onStep: ImportRun['onStep'],
) {
  const options = {
    ...(schemaURL === undefined ? {} : { sourceUrl: schemaURL }),
    ...(include === undefined ? {} : { include }),
    ...(exclude === undefined ? {} : { exclude }),
  };
  return importDocument(document, options, (done, total) => onStep({ stage: 'mapping', done, total }));
}

async function guard<Value>(work: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error));
    throw new ImportDefectError(`${cause.name}: ${cause.message}`, { cause });
  }
}

function startClock() {
  const laps: Record<string, number> = {};
  let last = performance.now();
  return {
    lap: (stage: string): void => {
      const now = performance.now();
      laps[stage] = Math.round(now - last);
      last = now;
    },
    timings: (): Record<string, number> => ({ ...laps }),
  };
}
