import { type PackedPlaces, type PlaceListing, versionColumns } from '@connectory/encoding';
import type {
  ImportError,
  MappedFacts,
  PlannedVersion,
  RowChunk,
  VersionSource,
  VersionTable,
} from '@connectory/lifecycle';
import type { DocumentLimits } from '@connectory/document';
import type { MapInput, OnProgress, ReplyPart } from '../import-child/child-calls.ts';
import type { ImportChild, PartOfReply } from './import-child.ts';
import { ImportDefectError } from './import-defect-error.ts';

/** The result of mapping a document in a child. The model stays there. */
export type MappedDocument = {
  readonly timings: Record<string, number>;
  /** All places of the messages, unless the messages state them all. */
  readonly places: PackedPlaces | undefined;
} & (
  | { readonly ok: true; readonly source: VersionSource; readonly maxOutputBytes: number }
  | { readonly ok: false; readonly error: ImportError; readonly messagesJson: string; readonly openapi?: string }
);

/** Reads and maps a document in a child. @throws ImportDefectError for a defect of the importer. */
export async function mapInChild(child: ImportChild, input: MapInput, onProgress: OnProgress): Promise<MappedDocument> {
  const parts = await collectParts(child.call('map', input), onProgress);
  const messagesJson = parts.text('messages');
  const places = placesOf(parts);
  if (parts.has('failure')) return { ok: false, ...parts.json<Failure>('failure'), messagesJson, places };
  const { facts, counts, maxOutputBytes, timings } = parts.json<Facts>('facts');
  const source = sourceInChild(child, { ...facts, messages: { json: messagesJson, counts } });
  return { ok: true, source, maxOutputBytes, timings, places };
}

function placesOf(parts: Awaited<ReturnType<typeof collectParts>>): PackedPlaces | undefined {
  if (!parts.has('listing')) return undefined;
  return { listing: parts.json<PlaceListing>('listing'), pieces: [parts.bytes('places')] };
}

type Failure = { readonly error: ImportError; readonly openapi?: string; readonly timings: Record<string, number> };

interface Facts {
  readonly facts: Omit<MappedFacts, 'messages'>;
  readonly counts: MappedFacts['messages']['counts'];
  /** Limit of all that the import writes. */
  readonly maxOutputBytes: number;
  readonly timings: Record<string, number>;
}

function sourceInChild(child: ImportChild, facts: MappedFacts): VersionSource {
  return {
    facts,
    plan: async (standing, { maxDiffBytes, edits }) => {
      const parts = await collectParts(child.call('plan', { standing, maxDiffBytes, edits }));
      const { diff, ...planned } = parts.json<PlannedVersion>('plan');
      return { ...planned, diff: diff && { ...diff, entriesJson: parts.text('entries') } };
    },
    rows: async function* (versionId, unknownSchemas): AsyncGenerator<RowChunk, void, undefined> {
      for await (const { table, bytes } of child.call('rows', { versionId, unknownSchemas }))
        yield { table: toTable(table), bytes };
    },
  };
}

/** Finds the files that a document references, in a child. @returns URI references. */
export async function findReferencesInChild(
  child: ImportChild,
  document: Uint8Array,
  limits: DocumentLimits,
): Promise<readonly string[]> {
  const parts = await collectParts(child.call('references', { document, limits }));
  return parts.json<readonly string[]>('references');
}

function toTable(name: string | undefined): VersionTable {
  if (name !== undefined && Object.hasOwn(versionColumns, name)) return name as VersionTable;
  throw new ImportDefectError(`An import child sent rows of the table ${name}.`);
}

async function collectParts(reply: AsyncIterable<PartOfReply>, onProgress?: OnProgress) {
  const parts = new Map<ReplyPart, Buffer>();
  for await (const { part, bytes } of reply) {
    if (part === 'progress') onProgress?.(JSON.parse(bytes.toString()));
    else parts.set(part, bytes);
  }
  const bytes = (part: ReplyPart): Uint8Array<ArrayBuffer> => new Uint8Array(parts.get(part) ?? []);
  const text = (part: ReplyPart): string => parts.get(part)?.toString() ?? '';
  return {
    bytes,
    has: (part: ReplyPart): boolean => parts.has(part),
    text,
    json: <Value>(part: ReplyPart): Value => JSON.parse(text(part)),
  };
}
