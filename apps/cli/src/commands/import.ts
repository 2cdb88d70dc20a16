import { openAsBlob } from 'node:fs';
import path from 'node:path';
import { createLogger, parseSettings, type Settings } from '@connectory/runtime';
import {
  type ApiClient,
  createApiClient,
  type ErrorView,
  type ImportView,
  isServing,
  type MessageView,
} from '../api-client.ts';
import { CliError } from '../cli-error.ts';
import { type Credentials, readCredentials } from '../stack/credentials.ts';
import { parseFilter } from './parse-filter.ts';
import { startStack } from '../stack/start-stack.ts';
import { createProgressDisplay } from './show-progress.ts';
import { showFailure, showSummary } from './show-summary.ts';

export interface ImportCommandOptions {
  readonly connector?: string;
  readonly name?: string;
  readonly version?: string;
  readonly strict?: boolean;
  readonly replace?: boolean;
  readonly dryRun?: boolean;
  /** Each as `field=glob`. */
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly json?: boolean;
}

/** Between two looks at an import under way. */
const pollMs = 200;

type Server = Pick<Credentials, 'baseUrl' | 'organisationId' | 'apiKey'>;

/** Imports a file or URL through the HTTP API. @returns the exit code: 0 succeeded, 1 failed. */
export async function importCommand(source: string, options: ImportCommandOptions): Promise<number> {
  if (options.connector !== undefined && options.version === undefined) {
    throw new CliError('With --connector, name the version to create: --version 1.0.0.', 2);
  }
  if (options.connector !== undefined && options.name !== undefined) {
    throw new CliError('--name is for a new connector; with --connector, leave it out.', 2);
  }
  const document = isUrl(source) ? undefined : await openFile(source);
  return withServer(parseSettings(process.env), async (server) => {
    const client = createApiClient(server);
    const accepted =
      document === undefined
        ? await submitUrl(client, source, options)
        : await client.submit(importPath(options), buildForm(document, options));
    const ended = await followImport(client, accepted);
    return report(client, ended, options);
  });
}

interface SourceDocument {
  readonly blob: Blob;
  readonly filename: string;
}

function isUrl(source: string): boolean {
  return /^https?:\/\//i.test(source);
}

/** Has the server fetch the document, which then knows where it came from; what the server must not ask for, this machine may. */
async function submitUrl(client: ApiClient, schemaURL: string, options: ImportCommandOptions): Promise<ImportView> {
  try {
    return await client.submit(importPath(options), { schemaURL, ...metadataOf(options) });
  } catch (error) {
    if (!(error instanceof CliError && error.code === 'schema_url_refused')) throw error;
    return client.submit(importPath(options), buildForm(await download(schemaURL), options));
  }
}

async function download(source: string): Promise<SourceDocument> {
  const response = await fetch(source).catch((error: unknown) => {
    throw new CliError(`${source} cannot be fetched: ${error instanceof Error ? error.message : String(error)}.`);
  });
  if (!response.ok) throw new CliError(`${source} answered ${response.status}.`);
  return { blob: await response.blob(), filename: path.basename(new URL(source).pathname) || 'document' };
}

async function openFile(source: string): Promise<SourceDocument> {
  try {
    return { blob: await openAsBlob(source), filename: path.basename(source) };
  } catch {
    throw new CliError(`${source} cannot be read: there is no such file, or not for you.`, 2);
  }
}

/** The server that is configured, or running on the data folder, or else one of our own for the time being. */
async function withServer(settings: Settings, use: (server: Server) => Promise<number>): Promise<number> {
  const configured = readConfiguredServer();
  if (configured !== undefined) return use(configured);
  const running = await readCredentials(settings.CONNECTORY_DATA_DIR);
  if (running !== undefined && (await isServing(running.baseUrl))) return use(running);
  process.stderr.write('starting…\n');
  const logger = createLogger({ service: 'import', level: 'silent' });
  const stack = await startStack({ settings, port: 'any', logsTo: 'stderr', logLevel: 'error', logger });
  const stop = (): void => {
    process.stderr.write('interrupted; what was uploaded ends at the next start\n');
    void stack.stop().finally(() => process.exit(1));
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
  try {
    return await Promise.race([use(stack.credentials), stack.failed]);
  } finally {
    await stack.stop();
  }
}

function readConfiguredServer(): Server | undefined {
  const {
    CONNECTORY_URL: baseUrl,
    CONNECTORY_API_KEY: apiKey,
    CONNECTORY_ORGANISATION_ID: organisationId,
  } = process.env;
  if (baseUrl === undefined || baseUrl === '') return undefined;
  if (apiKey === undefined || organisationId === undefined) {
    throw new CliError('CONNECTORY_URL is set: set CONNECTORY_API_KEY and CONNECTORY_ORGANISATION_ID too.', 2);
  }
  return { baseUrl, apiKey, organisationId };
}

/** The server that commands without a stack of their own talk to. @throws CliError when there is none. */
export async function requireServer(settings: Settings): Promise<Server> {
  const server = readConfiguredServer() ?? (await readCredentials(settings.CONNECTORY_DATA_DIR));
  if (server !== undefined && (await isServing(server.baseUrl))) return server;
  throw new CliError('No server is running on this data folder. Start one with "npm start", or set CONNECTORY_URL.');
}

function importPath({ connector }: ImportCommandOptions): string {
  return connector === undefined ? '/protocols/http/import' : `/connector/${encodeURIComponent(connector)}/http/import`;
}

function metadataOf({ version, name, strict, replace, dryRun, include, exclude }: ImportCommandOptions) {
  return {
    format: 'openapi',
    version,
    name,
    strict,
    dryRun,
    ifExists: replace === true ? 'replace' : undefined,
    include: parseFilter(include),
    exclude: parseFilter(exclude),
  };
}

function buildForm(document: SourceDocument, options: ImportCommandOptions): FormData {
  const form = new FormData();
  form.append('metadata', JSON.stringify(metadataOf(options)));
  form.append('file', document.blob, document.filename);
  return form;
}

async function followImport(client: ApiClient, accepted: ImportView): Promise<ImportView> {
  const display = createProgressDisplay();
  try {
    let view = accepted;
    while (view.status === 'queued' || view.status === 'running') {
      await new Promise((resolve) => setTimeout(resolve, pollMs));
      view = await client.getImport(accepted.links.self);
      display.update(view);
    }
    return view;
  } finally {
    display.stop();
  }
}

async function report(client: ApiClient, ended: ImportView, options: ImportCommandOptions): Promise<number> {
  const { ok, text } = await client.getResult(ended.links.result);
  if (options.json === true) {
    await new Promise((resolve) => process.stdout.write(`${text}\n`, resolve));
  } else if (ok) {
    const result = JSON.parse(text) as { connector: { name: string }; messages: readonly MessageView[] };
    process.stdout.write(showSummary(ended, result.connector.name, result.messages));
  } else {
    process.stdout.write(showFailure(JSON.parse(text) as ErrorView));
  }
  return ok ? 0 : 1;
}
