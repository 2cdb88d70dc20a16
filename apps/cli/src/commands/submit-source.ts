import { openAsBlob } from 'node:fs';
import path from 'node:path';
import type { ImportResource } from '@connectory/contract';
import type { ApiClient } from '../client/api-client.ts';
import { CliError } from '../errors/cli-error.ts';
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

interface DocumentFile {
  readonly blob: Blob;
  readonly filename: string;
}

export type Source = { readonly url: string } | { readonly file: DocumentFile };

/** Opens a file; a URL is left to the server. @throws CliError when the file cannot be read. */
export async function readSource(source: string): Promise<Source> {
  return /^https?:\/\//i.test(source) ? { url: source } : { file: await openFile(source) };
}

/** Opens the files of overlays. @throws CliError when one cannot be read. */
export function readOverlays(paths: readonly string[] = []): Promise<readonly DocumentFile[]> {
  return Promise.all(paths.map(openFile));
}

async function openFile(file: string): Promise<DocumentFile> {
  try {
    return { blob: await openAsBlob(file), filename: path.basename(file) };
  } catch {
    throw new CliError(`${file}: file not found or not readable. Check the path.`, 2);
  }
}

/** Submits a document for import. */
export async function submitSource(
  client: ApiClient,
  { document, overlays }: { readonly document: Source; readonly overlays: readonly DocumentFile[] },
  options: SubmitOptions,
): Promise<ImportResource> {
  const submit = (file: DocumentFile) => client.submit(importPath(options), buildForm(file, overlays, options));
  if ('file' in document) return submit(document.file);
  // A request for a URL has no place for overlays.
  if (overlays.length > 0) return submit(await download(document.url));
  try {
    return await client.submit(importPath(options), { schemaURL: document.url, ...metadataOf(options) });
  } catch (error) {
    // The server fetches public addresses only. This machine may reach the host, for example on localhost.
    if (!(error instanceof CliError && error.code === 'schema_url_refused')) throw error;
    return submit(await download(document.url));
  }
}

async function download(url: string): Promise<DocumentFile> {
  const response = await fetch(url).catch((error: unknown) => {
    throw new CliError(`${url} cannot be fetched: ${error instanceof Error ? error.message : String(error)}.`);
  });
  if (!response.ok) throw new CliError(`${url} cannot be fetched: its server responded with ${response.status}.`);
  return { blob: await response.blob(), filename: path.basename(new URL(url).pathname) || 'document' };
}

function importPath({ connector }: SubmitOptions): string {
  return connector === undefined ? '/protocols/http/import' : `/connector/${encodeURIComponent(connector)}/http/import`;
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

function buildForm(document: DocumentFile, overlays: readonly DocumentFile[], options: SubmitOptions): FormData {
  const form = new FormData();
  form.append('metadata', JSON.stringify(metadataOf(options)));
  form.append('file', document.blob, document.filename);
  for (const overlay of overlays) form.append('overlay', overlay.blob, overlay.filename);
  return form;
}
