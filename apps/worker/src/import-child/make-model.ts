import { type PackedPlaces, packPlaces } from '@connectory/database';
import { outputLimit, type ReadOptions, readDocument } from '@connectory/document';
import {
  type ConnectorModel,
  type DocumentFault,
  importDocument,
  type Message,
  type ParsedDocument,
} from '@connectory/importer';
import type { ClaimedWork, ImportError, ImportRequestOptions } from '@connectory/lifecycle';
import { ImportDefectError } from './import-defect-error.ts';
import type { ImportRun } from './import-run.ts';
import type { StageClock } from './stage-clock.ts';

export type MadeModel =
  | {
      readonly ok: true;
      readonly model: ConnectorModel;
      readonly places: PackedPlaces | undefined;
      readonly maxOutputBytes: number;
    }
  | {
      readonly ok: false;
      readonly error: ImportError;
      readonly messages: readonly Message[];
      readonly places?: PackedPlaces | undefined;
      readonly openapi?: string;
    };

/**
 * Parses a document and maps it to a connector model. The text and the tree of the document take most of an import's memory: they must
 * not outlive this function, so that they can be collected before rows are written.
 * @throws ImportDefectError
 */
export async function makeModel(
  { limits, maxPlacesBytes, onProgress }: ImportRun,
  work: ClaimedWork,
  bytes: Uint8Array,
  clock: StageClock,
): Promise<MadeModel> {
  onProgress({ stage: 'parsing', done: 0, total: 0 });
  const read = await rethrowAsDefect(() => readDocument(bytes, { ...describeSource(work), limits }));
  clock.endStage('parsing');
  if (!read.ok) return { ok: false, error: toImportError(read.fault), messages: [] };

  onProgress({ stage: 'mapping', done: 0, total: 0 });
  const maxOutputBytes = outputLimit(read.document.bytes ?? 0, limits);
  const mapped = await rethrowAsDefect(() =>
    mapDocument(read.document, { ...work.options, maxPlacesBytes, maxOutputChars: maxOutputBytes }, onProgress),
  );
  clock.endStage('mapping');
  const { openapi } = read.document;
  if (!mapped.ok) return { ok: false, error: toImportError(mapped.fault), messages: mapped.messages, openapi };
  const model = rename(mapped.model, work.options.name);
  const places = packPlaces(model.messages, mapped.places);
  const errors = model.messages.filter((message) => message.severity === 'error');
  if (work.options.strict === true && errors.length > 0)
    return { ok: false, error: strictError(errors), messages: model.messages, places, openapi };
  return { ok: true, model, places, maxOutputBytes };
}

function describeSource({ filename, mediaType, options }: ClaimedWork): Omit<ReadOptions, 'limits'> {
  return {
    ...(filename === null ? {} : { filename }),
    ...(mediaType === null ? {} : { mediaType }),
    ...(options.root === undefined ? {} : { root: options.root }),
    ...(options.schemaURL === undefined ? {} : { sourceUrl: options.schemaURL }),
  };
}

interface OutputLimits {
  readonly maxPlacesBytes: number;
  readonly maxOutputChars: number;
}

function mapDocument(
  document: ParsedDocument,
  { schemaURL, include, exclude, maxPlacesBytes, maxOutputChars }: ImportRequestOptions & OutputLimits,
  onProgress: ImportRun['onProgress'],
) {
  const options = {
    maxPlacesBytes,
    maxOutputChars,
    ...(schemaURL === undefined ? {} : { sourceUrl: schemaURL }),
    ...(include === undefined ? {} : { include }),
    ...(exclude === undefined ? {} : { exclude }),
  };
  return importDocument(document, options, (done, total) => onProgress({ stage: 'mapping', done, total }));
}

function rename(model: ConnectorModel, name: string | undefined): ConnectorModel {
  return name === undefined ? model : { ...model, connector: { ...model.connector, name } };
}

function toImportError({ code, message, details }: DocumentFault): ImportError {
  return { code, message, ...(details === undefined ? {} : { details }) };
}

function strictError(errors: readonly Message[]): ImportError {
  const first = errors[0]?.text ?? '';
  return {
    code: 'strict_import_failed',
    message: `The import is strict, and ${errors.length} message(s) are errors. The first: ${first}`,
    details: 'Repair the document, or import without "strict" to import what is valid.',
  };
}

async function rethrowAsDefect<Value>(work: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error));
    throw new ImportDefectError(`${cause.name}: ${cause.message}`, { cause });
  }
}
