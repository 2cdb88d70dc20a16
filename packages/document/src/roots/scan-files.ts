import type { Archive } from '../archive/archive.ts';
import { isDataFile, maxSearchFactor, readQuietly } from '../archive/read-quietly.ts';
import type { DocumentLimits } from '../faults/document-limits.ts';
import { FaultError } from '../faults/fault-error.ts';
import { fileUrl, pathOfUrl } from '../references/file-url.ts';
import { resolveResource } from '../references/list-targets.ts';

/** One JSON or YAML file of an archive after a quick look at its text. */
export interface ScannedFile {
  readonly path: string;
  /** Whether the text may have a top-level `openapi` or `swagger` member. Only a parse can say for certain. */
  readonly mayBeDocument: boolean;
  /** The files of the archive that it references. */
  readonly references: readonly string[];
}

/** What the text of a file shows. */
interface Sighting {
  readonly path: string;
  readonly mayBeDocument: boolean;
  /** The absolute URI that the file gives to itself. */
  readonly self: string | undefined;
  /** Absolute URIs of what it references. */
  readonly uris: readonly string[];
}

/**
 * Looks at the text of each JSON and YAML file, without parsing. Skips files that cannot be read: only files that the root reaches
 * can fail an import.
 * @throws FaultError when the files are too large to scan together.
 */
export async function scanFiles(archive: Archive, limits: DocumentLimits): Promise<readonly ScannedFile[]> {
  const sightings: Sighting[] = [];
  let bytes = 0;
  for (const path of archive.entries.keys()) {
    if (!isDataFile(path)) continue;
    const read = await readQuietly(archive, path, limits);
    bytes += read.bytes;
    if (bytes > limits.maxBytes * maxSearchFactor) throw tooLargeToScan(limits);
    if (read.text !== undefined) sightings.push(look(path, read.text));
  }
  const bySelf = new Map(sightings.flatMap(({ path, self }) => (self === undefined ? [] : [[self, path] as const])));
  return sightings.map(({ path, mayBeDocument, uris }) => {
    const targets = new Set(uris.map((uri) => bySelf.get(uri) ?? pathOfUrl(uri)));
    targets.delete(path);
    const references = [...targets]
      .filter((target) => target !== undefined)
      .filter((target) => archive.entries.has(target));
    return { path, mayBeDocument, references };
  });
}

/** Blanks of one line only: with line breaks, many empty lines would take quadratic time. */
const declaresVersion = /(?:^|[{,])[ \t]*["']?(?:openapi|swagger)["']?[ \t]*:/m;

/** `$ref` with a value in double, single or no quotes, up to its fragment. */
const referencePattern = /\$ref["']?[ \t]*:[ \t]*(?:"([^"#\r\n]*)|'([^'#\r\n]*)|([^\s"'#{}[\],]+))/g;

/** The same for `$self`. */
const selfPattern = /\$self["']?[ \t]*:[ \t]*(?:"([^"#\r\n]*)|'([^'#\r\n]*)|([^\s"'#{}[\],]+))/;

function look(path: string, text: string): Sighting {
  const base = fileUrl(path);
  const written = selfPattern.exec(text);
  const self = written === null ? undefined : resolveResource(valueOf(written), base);
  const uris = new Set<string>();
  for (const match of text.matchAll(referencePattern)) {
    const reference = valueOf(match);
    if (reference === '') continue;
    for (const each of [self ?? base, base]) {
      const uri = resolveResource(reference, each);
      if (uri !== undefined) uris.add(uri);
    }
  }
  return { path, mayBeDocument: declaresVersion.test(text), self, uris: [...uris] };
}

function valueOf([, double, single, plain]: RegExpExecArray): string {
  return double?.replaceAll('\\/', '/') ?? single ?? plain ?? '';
}

function tooLargeToScan({ maxBytes }: DocumentLimits): FaultError {
  return new FaultError(
    'document_too_large',
    `The JSON and YAML files of the archive are larger than ${maxBytes * maxSearchFactor} bytes together (${maxSearchFactor} times MAX_DOCUMENT_BYTES), too large to search for the root document. Name it with "root" in the metadata, or pack only the documents of one API.`,
  );
}
