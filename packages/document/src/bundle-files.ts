import { $RefParser } from '@apidevtools/json-schema-ref-parser';
import type { DocumentNotice, Json } from '@connectory/importer';
import type { ArchiveFiles } from './archive-files.ts';
import { checkTree } from './check-tree.ts';
import { decodeText } from './decode-text.ts';
import { FaultError } from './fault.ts';
import { createFileReferences, fileUrl, pathOfUrl } from './file-references.ts';
import { findRootFile } from './find-root-file.ts';
import type { DocumentLimits } from './limits.ts';
import { type CheckedText, parseText } from './parse-text.ts';

/** The reference parser looks each reference up among all others: beyond this, minutes pass. */
const maxReferences = 20_000;

/**
 * Makes one document of the files of an archive: the root document, with what it references in other files brought in at the first
 * place that references it. References that lead nowhere in the archive stay as they are. Places are known in the root document only.
 * @throws FaultError when there is no root document, or a file that is needed cannot be read.
 */
export async function bundleFiles(files: ArchiveFiles, limits: DocumentLimits): Promise<CheckedText> {
  const rootPath = findRootFile(files);
  const parsed = new Map<string, CheckedText>();
  const references = createFileReferences((path) => parsed.get(path)?.root);
  const waiting = [rootPath];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const bytes = files.get(path);
    if (bytes === undefined || parsed.has(path)) continue;
    const text = parseFile(path, bytes, limits);
    parsed.set(path, text);
    waiting.push(...references.collect(path, text.root));
    if (references.count() > maxReferences) throw tooManyReferences();
  }
  const root = parsed.get(rootPath);
  if (root === undefined)
    throw new FaultError('archive_no_root', `The archive lists ${rootPath} but does not hold it.`);
  references.hideDangling();
  const bundled = parsed.size === 1 ? root.root : await bundle(rootPath, parsed);
  references.showDangling();
  const check = checkTree(bundled, true, limits);
  const notices = [...parsed].flatMap(([path, text]) => (text === root ? text.notices : noticesOf(path, text)));
  return { root: bundled, notices: [...notices, ...check.notices], locate: root.locate };
}

function parseFile(path: string, bytes: Uint8Array, limits: DocumentLimits): CheckedText {
  try {
    return parseText(decodeText(bytes), limits);
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    const { code, message, locations } = error.fault;
    throw new FaultError(code, `In the file ${path} of the archive: ${message}`, locations);
  }
}

async function bundle(rootPath: string, parsed: ReadonlyMap<string, CheckedText>): Promise<Json> {
  const root = parsed.get(rootPath)?.root;
  try {
    const bundled: unknown = await new $RefParser().bundle(fileUrl(rootPath), root, {
      // Nothing but what is parsed already: no file of this machine, no host.
      resolve: {
        file: false,
        http: false,
        archive: { order: 1, canRead: true, read: (file: { readonly url: string }) => pathOfUrl(file.url) ?? '' },
      },
      parse: {
        json: false,
        yaml: false,
        text: false,
        binary: false,
        parsed: {
          order: 1,
          allowEmpty: true,
          canParse: true,
          parse: (file: { readonly url: string }) => parsed.get(pathOfUrl(file.url) ?? '')?.root,
        },
      },
    });
    return bundled as Json;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FaultError(
      'archive_references_failed',
      `The files of the archive cannot be made one document: ${reason.slice(0, 300)}. Bundle them before uploading.`,
    );
  }
}

/** Pointers into other files would be taken for pointers into the root document: they are told in words. */
function noticesOf(path: string, { notices }: CheckedText): DocumentNotice[] {
  return notices.map((notice) => ({
    ...notice,
    places: notice.places.map(({ pointer, what }) => ({ pointer: '', what: `${path}#${pointer}: ${what}` })),
  }));
}

function tooManyReferences(): FaultError {
  const message = `The files of the archive hold more than ${maxReferences} references. Bundle them to one document before uploading.`;
  return new FaultError('archive_too_many_references', message);
}
