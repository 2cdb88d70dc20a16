import type { SourceLocation } from '@connectory/importer';
import { type Archive, readFile } from '../archive/archive.ts';
import { isPosition, type Position } from '../places/position.ts';
import { showSource } from '../places/show-source.ts';
import { decodeText, unpack } from '../text/decode-text.ts';
import { openArchive } from './open-archive.ts';
import { readArchive } from './read-archive.ts';
import type { ReadOptions } from './read-document.ts';

/** So that an indented line fits into 80 columns. */
const maxColumns = 60;

/**
 * Shows the source at each place, with the line before it and a caret below it. Linear in the document for each place.
 * @param bytes as uploaded: gzip and archives are unpacked.
 * @param places of a document that can be read.
 * @returns for each place its lines, or undefined where it has no line.
 */
export async function showPlaces(
  bytes: Uint8Array,
  places: readonly SourceLocation[],
  options: ReadOptions,
): Promise<readonly (string | undefined)[]> {
  const textOf = await openTexts(bytes, options);
  const shown: (string | undefined)[] = [];
  for (const place of places) {
    shown.push(isPosition(place) ? show(await textOf(place.file), place) : undefined);
  }
  return shown;
}

/** @returns reads the root document, or a file of the archive. */
async function openTexts(bytes: Uint8Array, options: ReadOptions) {
  const unpacked = unpack(bytes, options.limits);
  const archive = await openArchive(unpacked);
  if (archive === undefined) {
    const text = decodeText(unpacked);
    return async (): Promise<string | undefined> => text;
  }
  const { rootPath } = await readArchive(archive, options);
  const texts = new Map<string, Promise<string | undefined>>();
  return (file = rootPath): Promise<string | undefined> => {
    const text = texts.get(file) ?? readText(archive, file, options);
    texts.set(file, text);
    return text;
  };
}

async function readText(archive: Archive, file: string, { limits }: ReadOptions): Promise<string | undefined> {
  const bytes = await readFile(archive, file, limits);
  return bytes === undefined ? undefined : decodeText(bytes);
}

function show(text: string | undefined, place: Position): string | undefined {
  return text === undefined ? undefined : showSource(text, offsetOf(text, place), maxColumns);
}

function offsetOf(text: string, { line, column }: Position): number {
  let lineStart = 0;
  for (let number = 1; number < line; number += 1) lineStart = text.indexOf('\n', lineStart) + 1;
  return lineStart + column - 1;
}
