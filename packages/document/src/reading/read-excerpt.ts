import type { DocumentFault, Json } from '@connectory/importer';
import { splitPointer } from '@connectory/json';
import { type Archive, readFile } from '../archive/archive.ts';
import type { DocumentLimits } from '../faults/document-limits.ts';
import { FaultError } from '../faults/fault-error.ts';
import { findJsonRange } from '../json/find-json-range.ts';
import { parseJson } from '../json/parse-json.ts';
import { cutExcerpt, type ExcerptSize, type SourceExcerpt } from '../places/cut-excerpt.ts';
import { type OutlineLine, outlinePlace } from '../places/outline-place.ts';
import type { TextRange } from '../places/text-range.ts';
import { parsePlaceName } from '../references/locate-files.ts';
import { decodeText, unpack } from '../text/decode-text.ts';
import { parseText } from '../text/parse-text.ts';
import { findYamlRange } from '../yaml/find-yaml-range.ts';
import { loadOptions } from '../yaml/parse-yaml.ts';
import { openArchive } from './open-archive.ts';
import { readArchive } from './read-archive.ts';

/** Lines of a document around a place. */
export interface DocumentExcerpt extends SourceExcerpt {
  /** Path of the file in an archive. */
  readonly file?: string;
  /** The place with an indentation of its own, where a line of a JSON text is too long to be shown. */
  readonly outline?: readonly OutlineLine[];
}

export interface ExcerptOptions {
  /** Path of the root document, when the bytes are an archive. */
  readonly root?: string;
  readonly limits: DocumentLimits;
  readonly size?: ExcerptSize;
}

export type ExcerptOutcome =
  /** `excerpt` is undefined when the document has no such place. */
  | { readonly ok: true; readonly excerpt: DocumentExcerpt | undefined }
  | { readonly ok: false; readonly fault: DocumentFault };

const defaultSize: ExcerptSize = { contextLines: 3, maxLines: 40, maxColumns: 200 };

/**
 * Cuts the lines around a place out of an uploaded document of any size. Linear in the document, bounded in its result.
 * @param bytes as uploaded: gzip and archives are unpacked.
 * @param place name of the place: a JSON Pointer, behind `file#` for a file other than the root document.
 */
export async function readExcerpt(bytes: Uint8Array, place: string, options: ExcerptOptions): Promise<ExcerptOutcome> {
  try {
    return { ok: true, excerpt: await cutAround(bytes, place, options) };
  } catch (error) {
    if (error instanceof FaultError) return { ok: false, fault: error.fault };
    throw error;
  }
}

async function cutAround(
  bytes: Uint8Array,
  place: string,
  { root, limits, size = defaultSize }: ExcerptOptions,
): Promise<DocumentExcerpt | undefined> {
  const unpacked = unpack(bytes, limits);
  const archive = await openArchive(unpacked);
  const source =
    archive === undefined
      ? { text: decodeText(unpacked), pointer: place }
      : await findInArchive(archive, place, { limits, ...(root === undefined ? {} : { root }) });
  if (source === undefined) return undefined;
  const { text, pointer, ...file } = source;
  const tokens = splitPointer(pointer);
  const { range, root: json } = findRange(text, tokens, limits);
  if (range === undefined) return undefined;
  const excerpt = cutExcerpt(text, range.start, range.end, size);
  const isWhole = excerpt.lines.every(({ firstColumn, isCut }) => firstColumn === 1 && !isCut);
  const outline = isWhole || json === undefined ? undefined : outlinePlace(json, tokens);
  return { ...file, ...excerpt, ...(outline === undefined ? {} : { outline }) };
}

interface Source {
  readonly text: string;
  readonly pointer: string;
  readonly file: string;
}

/** The file of a place. A place below a reference may be in another file than its name says. */
async function findInArchive(
  archive: Archive,
  place: string,
  options: { readonly root?: string; readonly limits: DocumentLimits },
): Promise<Source | undefined> {
  const tree = await readArchive(archive, options);
  const position = tree.locate(new Set([place])).get(place);
  if (position === undefined) return undefined;
  const { path, pointer } = parsePlaceName(place);
  const file = position.file ?? (path === '' ? tree.rootPath : path);
  const bytes = await readFile(archive, file, options.limits);
  return bytes === undefined ? undefined : { text: decodeText(bytes), pointer: position.pointer ?? pointer, file };
}

interface FoundRange {
  readonly range: TextRange | undefined;
  /** The tree of a JSON text. */
  readonly root?: Json;
}

function findRange(text: string, tokens: readonly string[], limits: DocumentLimits): FoundRange {
  const json = parseJson(text, limits);
  if (json !== undefined) return { range: findJsonRange(text, tokens), root: json.root };
  try {
    return { range: findYamlRange(text, tokens, { ...loadOptions(limits, () => undefined), json: true }) };
  } catch (error) {
    // Describes the error of the text, whether it is meant as JSON or as YAML.
    parseText(text, limits);
    throw error;
  }
}
