import { outputLimit, type ReadOptions, readDocument } from '@connectory/document';
import { type PackedPlaces, packPlaces, unpackDocumentSync } from '@connectory/encoding';
import { type ConnectorModel, type DocumentFault, importDocument, type Message } from '@connectory/importer';
import type { ParsedDocument } from '@connectory/importer';
import type { AppliedOverlays, ImportError, ImportRequestOptions } from '@connectory/lifecycle';
import { overlayDocument } from '@connectory/overlay';
import type { MapInput, OnProgress } from './child-calls.ts';
import { startStageClock } from './stage-clock.ts';

export type MappedModel = {
  readonly timings: Record<string, number>;
  /** All places of the messages, unless the messages state them all. */
  readonly places?: PackedPlaces | undefined;
} /** `maxOutputBytes` limits all that the import writes. */ & (
  | {
      readonly ok: true;
      readonly model: ConnectorModel;
      readonly maxOutputBytes: number;
      readonly overlays?: AppliedOverlays;
    }
  | {
      readonly ok: false;
      readonly error: ImportError;
      readonly messages: readonly Message[];
      readonly openapi?: string;
    }
);

/**
 * Parses a document and maps it to a connector model. The text and the tree of the document take most of an import's memory: they must
 * not outlive this function, so that they can be collected before rows are written.
 */
export async function mapDocument(input: MapInput, onProgress: OnProgress): Promise<MappedModel> {
  const { source, limits, maxPlacesBytes } = input;
  const clock = startStageClock();
  onProgress({ stage: 'parsing', done: 0, total: 0 });
  const read = await readDocument(unpackDocumentSync(input.document), { ...describeSource(source), limits });
  const overlaid = read.ok ? overlayDocument(read.document, input.overlays, limits) : read;
  clock.endStage('parsing');
  if (!overlaid.ok) return { ok: false, error: toImportError(overlaid.fault), messages: [], timings: clock.timings() };

  onProgress({ stage: 'mapping', done: 0, total: 0 });
  const { document, ...applied } = overlaid;
  const maxOutputBytes = outputLimit(document.bytes ?? 0, limits);
  const outputLimits = { maxPlacesBytes, maxOutputChars: maxOutputBytes };
  const mapped = importParsed(document, { ...source.options, ...outputLimits }, onProgress);
  clock.endStage('mapping');
  const timings = clock.timings();
  const { openapi } = document;
  if (!mapped.ok) {
    const { fault, messages } = mapped;
    return { ok: false, error: toImportError(fault), messages, openapi, timings };
  }
  const model = rename(mapped.model, source.options.name);
  const places = packPlaces(model.messages, mapped.places);
  const { include } = source.options;
  if (include !== undefined && model.actions.length + model.triggers.length === 0)
    return { ok: false, error: nothingSelectedError(include), messages: model.messages, places, openapi, timings };
  const errors = model.messages.filter((message) => message.severity === 'error');
  if (source.options.strict === true && errors.length > 0)
    return { ok: false, error: strictError(errors), messages: model.messages, places, openapi, timings };
  return { ...applied, ok: true, model, places, maxOutputBytes, timings };
}

function describeSource({ filename, mediaType, options }: MapInput['source']): Omit<ReadOptions, 'limits'> {
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

function importParsed(
  document: ParsedDocument,
  { schemaURL, include, exclude, maxPlacesBytes, maxOutputChars }: ImportRequestOptions & OutputLimits,
  onProgress: OnProgress,
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

function nothingSelectedError(include: NonNullable<ImportRequestOptions['include']>): ImportError {
  return {
    code: 'nothing_selected',
    message: `No operation of the document is selected by "include": ${JSON.stringify(include).slice(0, 200)}.`,
    details: 'Check the globs: "*" matches within a path segment, "**" across segments, and case matters.',
  };
}

function strictError(errors: readonly Message[]): ImportError {
  const first = errors[0]?.text ?? '';
  return {
    code: 'strict_import_failed',
    message: `The import is strict, and ${errors.length} message(s) are errors. The first: ${first}`,
    details: 'Repair the document, or import without "strict" to import what is valid.',
  };
}
