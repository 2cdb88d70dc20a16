import { constants, openAsBlob } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { blob as readBlob } from 'node:stream/consumers';
import type { ImportOverlay, ImportResource, NamedFile, Upload } from '@connectory/client';
import type { ApiClient } from '../client/api-client.ts';
import { CliError } from '../errors/cli-error.ts';
import { reasonOf } from '../errors/reason-of.ts';
import { userPath } from '../output/command-name.ts';
import { parseFilter } from './parse-filter.ts';

export interface SubmitOptions {
  readonly connector?: string;
  readonly name?: string;
  readonly version?: string;
  readonly strict?: boolean;
  readonly replace?: boolean;
  readonly edits?: string;
  readonly editsFrom?: string;
  readonly dryRun?: boolean;
  /** Each as `field=glob`. */
  readonly include?: readonly string[];
  /** Each as `field=glob`. */
  readonly exclude?: readonly string[];
  readonly root?: string;
  /** Paths of files. */
  readonly overlay?: readonly string[];
}

export type Source = { readonly url: string } | { readonly file: NamedFile };

/** Opens a file or reads standard input; a URL is left to the server. @throws CliError when the file cannot be read. */
export async function readSource(source: string): Promise<Source> {
  if (source === '-') return { file: { blob: await readBlob(process.stdin), filename: 'standard-input' } };
  return /^https?:\/\//i.test(source) ? { url: source } : { file: await openFile(source) };
}

/** Opens the files of overlays. @throws CliError when one cannot be read. */
export function readOverlays(paths: readonly string[] = []): Promise<readonly NamedFile[]> {
  return Promise.all(paths.map(openFile));
}

async function openFile(file: string): Promise<NamedFile> {
  const target = userPath(file);
  const found = await stat(target).catch((error: unknown) => refuseFile(file, error));
  if (found.isDirectory())
    throw new CliError(`${file} is a folder. Name a document, or an archive (.zip, .tar.gz) of the folder.`, 2);
  await access(target, constants.R_OK).catch((error: unknown) => refuseFile(file, error));
  return { blob: await openAsBlob(target), filename: path.basename(target) };
}

function refuseFile(file: string, error: unknown): never {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EACCES' || code === 'EPERM')
    throw new CliError(`${file}: no permission to read this file. Change its permissions, or run as its owner.`, 2);
  throw new CliError(`${file}: file not found in ${path.dirname(userPath(file))}. Check the path.`, 2);
}

/** Submits a document for import. */
export async function submitSource(
  client: ApiClient,
  { document, overlays }: { readonly document: Source; readonly overlays: readonly NamedFile[] },
  options: SubmitOptions,
): Promise<ImportResource> {
  const connectorId = options.connector;
  // Values as the user wrote them. The API checks them.
  const metadata = metadataOf(options) as Upload['metadata'];
  const submit = (file: NamedFile) => client.upload({ connectorId, document: file, overlays, metadata });
  if ('file' in document) return submit(document.file);
  try {
    const overlay = await Promise.all(overlays.map(toSentOverlay));
    return await client.importUrl({ connectorId, body: { schemaURL: document.url, overlay, ...metadata } });
  } catch (error) {
    if (!(error instanceof CliError && uploadedInstead.has(error.code ?? ''))) throw error;
    return submit((await downloadSource(document.url)).file);
  }
}

/**
 * The server fetches public addresses only, and this machine may reach the host, for example on localhost. Overlays that are too large for
 * a JSON request fit into an upload.
 */
const uploadedInstead: ReadonlySet<string> = new Set(['schema_url_refused', 'body_too_large']);

async function toSentOverlay({ blob, filename }: NamedFile): Promise<ImportOverlay> {
  return { name: filename, content: await blob.text() };
}

/** Whether the server did not fetch the document, because the host is not public. Names are resolved when an import runs. */
export function isRefusedUrl(ended: ImportResource): ended is ImportResource & { readonly schemaURL: string } {
  return ended.error?.code === 'schema_url_refused' && ended.schemaURL !== undefined;
}

/** Downloads a document to this machine. @throws CliError when that fails. */
export async function downloadSource(url: string): Promise<{ readonly file: NamedFile }> {
  process.stderr.write('The server may not fetch this URL. Downloading it here, and uploading it…\n');
  const response = await fetch(url).catch((error: unknown) => {
    throw new CliError(`${url} cannot be fetched: ${reasonOf(error)}. Check the URL.`);
  });
  if (!response.ok) throw new CliError(`${url} cannot be fetched: its server responded with ${response.status}.`);
  const filename = path.basename(new URL(url).pathname) || 'document';
  return { file: { blob: await response.blob(), filename } };
}

function metadataOf({
  version,
  name,
  strict,
  replace,
  edits,
  editsFrom,
  dryRun,
  include,
  exclude,
  root,
}: SubmitOptions) {
  return {
    format: 'openapi',
    version,
    name,
    strict,
    dryRun,
    ifExists: replace === true ? 'replace' : undefined,
    edits,
    editsFrom,
    include: parseFilter(include),
    exclude: parseFilter(exclude),
    root,
  };
}
