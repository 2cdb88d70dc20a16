import SwaggerParser from '@apidevtools/swagger-parser';
import type { DocumentNotice, Json } from '@connectory/importer';
import type { DocumentLimits } from '../faults/document-limits.ts';
import { FaultError } from '../faults/fault-error.ts';
import { checkTree } from '../text/check-tree.ts';
import type { CheckedText } from '../text/parse-text.ts';
import { createFileReferences, type Origin } from './file-references.ts';
import { fileUrl, pathOfUrl } from './file-url.ts';
import { locateInBundle } from './locate-in-bundle.ts';

/**
 * Bundles the files of an archive into one document. A value from another file replaces the first reference to it; later references
 * point to that place. References without a target in the archive stay unchanged. Places are those of the files.
 * @param files the root document first. Their trees are changed.
 * @throws FaultError when the bundled document exceeds the limits.
 */
export async function bundleFiles(
  files: ReadonlyMap<string, CheckedText>,
  limits: DocumentLimits,
): Promise<CheckedText> {
  const [[rootPath, root] = ['', undefined]] = files;
  if (root === undefined) throw new Error('an archive without a root document');
  const references = createFileReferences((path) => files.get(path)?.root);
  for (const [path, file] of files) references.collect(path, file.root);
  references.hideDangling();
  // Collected first, because bundling changes the trees.
  const origins = files.size === 1 ? new Map<unknown, Origin>() : references.origins();
  const bundled = files.size === 1 ? root.root : await bundle(rootPath, files);
  references.showDangling();
  const check = checkTree(bundled, true, limits);
  const notices = [...files].flatMap(([path, text]) => (text === root ? text.notices : noticesOf(path, text)));
  const locate = locateInBundle(bundled, rootPath, origins, (path) => files.get(path)?.locate);
  return { ...check, root: bundled, notices: [...notices, ...check.notices], locate };
}

/** Stand-ins for members that the parser would validate or change. These members hold no references. */
const inspected: { readonly [key: string]: Json } = {
  openapi: '3.1.1',
  info: { title: 'bundled', version: '1' },
  paths: {},
};

/** The root document in a form that the parser accepts. It refuses OpenAPI 3.2 and incomplete documents. */
function presentable(root: Json): { [key: string]: Json } {
  const { swagger: _swagger, servers: _servers, ...rest } = isObject(root) ? root : {};
  return { ...rest, ...inspected, ...('paths' in rest ? { paths: rest['paths'] ?? {} } : {}) };
}

/** The bundled document with the original members of the root document, in their order. */
function restored(root: Json, bundled: { readonly [key: string]: Json }): Json {
  if (!isObject(root)) return root;
  const kept = new Set(['openapi', 'swagger', 'info', 'servers']);
  const document: { [key: string]: Json } = Object.create(null);
  for (const key of Object.keys(root)) document[key] = (kept.has(key) ? root[key] : bundled[key]) ?? null;
  return { ...document };
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function bundle(rootPath: string, parsed: ReadonlyMap<string, CheckedText>): Promise<Json> {
  const root = parsed.get(rootPath)?.root ?? null;
  try {
    const bundled: unknown = await new SwaggerParser().bundle(fileUrl(rootPath), presentable(root) as never, {
      // Only files of the archive resolve: no file of this machine, no host.
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
    return restored(root, bundled as { [key: string]: Json });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FaultError(
      'archive_references_failed',
      `The files of the archive cannot be made one document: ${reason.slice(0, 300)}. Bundle them before uploading.`,
    );
  }
}

/** Moves the pointers of other files into the text: a bare pointer means the root document. */
function noticesOf(path: string, { notices }: CheckedText): DocumentNotice[] {
  return notices.map((notice) => ({
    ...notice,
    places: notice.places.map(({ pointer, what }) => ({ pointer: '', what: `${path}#${pointer}: ${what}` })),
  }));
}
