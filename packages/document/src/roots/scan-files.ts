import type { Archive } from '../archive/archive.ts';
import type { DocumentLimits } from '../faults/document-limits.ts';
import { FaultError } from '../faults/fault-error.ts';
import { resolvePath } from '../references/file-url.ts';
import { decodeText } from '../text/decode-text.ts';

/** One JSON or YAML file of an archive after a quick look at its text. */
export interface ScannedFile {
  readonly path: string;
  /** Whether the text may have a top-level `openapi` or `swagger` member. Only a parse can say for certain. */
  readonly mayBeDocument: boolean;
  /** The files of the archive that it references. */
  readonly references: readonly string[];
}

/** The scan unpacks up to this multiple of `maxBytes` in all. It keeps one file in memory at a time. */
const maxScanFactor = 8;

/**
 * Looks at the text of each JSON and YAML file, without parsing. Skips files that cannot be read: only files that the root reaches
 * can fail an import.
 * @throws FaultError when the files are too large to scan together.
 */
export async function scanFiles(archive: Archive, limits: DocumentLimits): Promise<readonly ScannedFile[]> {
  const scanned: ScannedFile[] = [];
  let bytes = 0;
  for (const path of archive.entries.keys()) {
    if (!/\.(?:json|ya?ml)$/i.test(path)) continue;
    const content = await unpackSmall(archive, path, limits);
    if (content === undefined) continue;
    bytes += content.length;
    if (bytes > limits.maxBytes * maxScanFactor) throw tooLargeToScan(limits);
    const text = decode(content);
    if (text === undefined) continue;
    const mayBeDocument = declaresVersion.test(text);
    scanned.push({ path, mayBeDocument, references: referencesIn(archive, path, text) });
  }
  return scanned;
}

async function unpackSmall(archive: Archive, path: string, limits: DocumentLimits): Promise<Uint8Array | undefined> {
  const entry = archive.entries.get(path);
  if (entry?.kind !== 'file' || entry.declaredBytes > limits.maxBytes) return undefined;
  return entry.unpack().catch(ignoreFault);
}

function decode(content: Uint8Array): string | undefined {
  try {
    return decodeText(content);
  } catch (error) {
    return ignoreFault(error);
  }
}

function ignoreFault(error: unknown): undefined {
  if (error instanceof FaultError && error.fault.code !== 'archive_encrypted') return undefined;
  throw error;
}

/** Blanks of one line only: with line breaks, many empty lines would take quadratic time. */
const declaresVersion = /(?:^|[{,])[ \t]*["']?(?:openapi|swagger)["']?[ \t]*:/m;

/** `$ref` with a value in double, single or no quotes, up to its fragment. */
const referencePattern = /\$ref["']?[ \t]*:[ \t]*(?:"([^"#\r\n]*)|'([^'#\r\n]*)|([^\s"'#{}[\],]+))/g;

function referencesIn(archive: Archive, path: string, text: string): readonly string[] {
  const found = new Set<string>();
  for (const [, double, single, plain] of text.matchAll(referencePattern)) {
    const reference = double?.replaceAll('\\/', '/') ?? single ?? plain ?? '';
    const target = reference === '' ? undefined : resolvePath(path, reference);
    if (target !== undefined && target !== path && archive.entries.has(target)) found.add(target);
  }
  return [...found];
}

function tooLargeToScan({ maxBytes }: DocumentLimits): FaultError {
  return new FaultError(
    'document_too_large',
    `The JSON and YAML files of the archive are larger than ${maxBytes * maxScanFactor} bytes together (${maxScanFactor} times MAX_DOCUMENT_BYTES), too large to search for the root document. Name it with "root" in the metadata, or pack only the documents of one API.`,
  );
}
