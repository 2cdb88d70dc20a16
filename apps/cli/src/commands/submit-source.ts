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
  readonly dryRun?: boolean;
  /** Each as `field=glob`. */
  readonly include?: readonly string[];
  /** Each as `field=glob`. */
  readonly exclude?: readonly string[];
  readonly root?: string;
}

interface DocumentFile {
  readonly blob: Blob;
  readonly filename: string;
}

export type Source = { readonly url: string } | { readonly file: DocumentFile };

/** Opens a file; a URL is left to the server. @throws CliError when the file cannot be read. */
export async function readSource(source: string): Promise<Source> {
  if (/^https?:\/\//i.test(source)) return { url: source };
  try {
    return { file: { blob: await openAsBlob(source), filename: path.basename(source) } };
  } catch {
    throw new CliError(`${source}: file not found or not readable. Check the path.`, 2);
  }
}

/** Submits a document for import. */
export async function submitSource(client: ApiClient, source: Source, options: SubmitOptions): Promise<ImportResource> {
  if ('file' in source) return client.submit(importPath(options), buildForm(source.file, options));
  try {
    return await client.submit(importPath(options), { schemaURL: source.url, ...metadataOf(options) });
  } catch (error) {
    // The server fetches public addresses only. This machine may reach the host, for example on localhost.
    if (!(error instanceof CliError && error.code === 'schema_url_refused')) throw error;
    return client.submit(importPath(options), buildForm(await download(source.url), options));
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

function metadataOf({ version, name, strict, replace, dryRun, include, exclude, root }: SubmitOptions) {
  return {
    format: 'openapi',
    version,
    name,
    strict,
    dryRun,
    ifExists: replace === true ? 'replace' : undefined,
    include: parseFilter(include),
    exclude: parseFilter(exclude),
    root,
  };
}

function buildForm(document: DocumentFile, options: SubmitOptions): FormData {
  const form = new FormData();
  form.append('metadata', JSON.stringify(metadataOf(options)));
  form.append('file', document.blob, document.filename);
  return form;
}
