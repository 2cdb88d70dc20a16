import { CliError } from './cli-error.ts';
import type { DiffSummaryView } from './commands/show-diff.ts';
import type { Credentials } from './stack/credentials.ts';

/** An import as far as the command line shows it. */
export interface ImportView {
  readonly dryRun?: boolean;
  readonly id: string;
  readonly connectorId: string;
  readonly version?: string;
  readonly status: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
  readonly stage: string;
  readonly progress: { readonly done: number; readonly total: number };
  readonly summary?: {
    readonly actions: number;
    readonly triggers: number;
    readonly definitions: number;
    readonly messages: { readonly info: number; readonly warning: number; readonly error: number };
    readonly diff?: DiffSummaryView & { readonly against: string };
  };
  readonly coverage?: {
    readonly [kind: string]: {
      readonly inDocument: number;
      readonly asWritten: number;
      readonly withMessage: number;
      readonly notImported: number;
    };
  };
  readonly document?: { readonly filename?: string; readonly bytes: number };
  readonly timings: { readonly [stage: string]: number };
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly finishedAt?: string;
  readonly links: { readonly self: string; readonly result: string };
}

export interface MessageView {
  readonly text: string;
  readonly severity: 'info' | 'warning' | 'error';
  readonly detail?: readonly string[];
}

export interface ErrorView {
  readonly code: string;
  readonly message: string;
  readonly details?: string;
  readonly messages?: readonly MessageView[];
}

/** Calls the HTTP API, as any client does. */
export interface ApiClient {
  /** @param body a form with the document, or the JSON object that says where it is. */
  submit(path: string, body: FormData | object): Promise<ImportView>;
  getImport(url: string): Promise<ImportView>;
  listImports(): Promise<readonly ImportView[]>;
  /** The result as it comes: JSON text. */
  getResult(url: string): Promise<{ ok: boolean; text: string }>;
  /** What changed from one version to another: JSON text. */
  getDiff(connector: string, from: string, to: string): Promise<string>;
}

/** @throws CliError, from every call, with what the server said. */
export function createApiClient(credentials: Pick<Credentials, 'baseUrl' | 'organisationId' | 'apiKey'>): ApiClient {
  const root = `${credentials.baseUrl.replace(/\/+$/, '')}/api/connect/v1/o/${credentials.organisationId}`;
  const { call, json } = createCaller(credentials.baseUrl, credentials.apiKey);
  return {
    submit: (path, body) =>
      json<ImportView>(
        `${root}${path}`,
        body instanceof FormData
          ? { method: 'POST', body }
          : { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } },
      ),
    getImport: (url) => json<ImportView>(url),
    listImports: async () => (await json<{ imports: readonly ImportView[] }>(`${root}/imports?first=50`)).imports,
    getDiff: async (connector, from, to) => {
      const [id, version] = [connector, to].map(encodeURIComponent);
      const query = new URLSearchParams({ from });
      const response = await call(`${root}/connectors/${id}/versions/${version}/diff?${query.toString()}`);
      const text = await response.text();
      if (!response.ok) throw describeRefusal(response.status, text);
      return text;
    },
    getResult: async (url) => {
      const response = await call(url);
      return { ok: response.ok, text: await response.text() };
    },
  };
}

export interface Caller {
  readonly call: (url: string, options?: RequestInit) => Promise<Response>;
  /** @throws CliError also for an answer that is a refusal. */
  readonly json: <Value>(url: string, options?: RequestInit) => Promise<Value>;
}

/** Sends requests with a key. @throws CliError, `unreachable` when there is no answer. */
export function createCaller(baseUrl: string, key: string): Caller {
  const call = async (url: string, options: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(options.headers);
    headers.set('Authorization', `Bearer ${key}`);
    try {
      return await fetch(url, { ...options, headers });
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      throw new CliError(`The server at ${baseUrl} cannot be reached: ${cause}.`, 1, 'unreachable');
    }
  };
  const json = async <Value>(url: string, options?: RequestInit): Promise<Value> => {
    const response = await call(url, options);
    const text = await response.text();
    if (!response.ok) throw describeRefusal(response.status, text);
    return JSON.parse(text) as Value;
  };
  return { call, json };
}

function describeRefusal(status: number, text: string): CliError {
  try {
    const error = JSON.parse(text) as ErrorView;
    return new CliError(`${error.message} ${error.details ?? ''} [${error.code}]`.replaceAll('  ', ' '), 1, error.code);
  } catch {
    return new CliError(`The server answered ${status}: ${text.slice(0, 200)}`);
  }
}

/** Whether a server answers at a URL. */
export async function isServing(baseUrl: string): Promise<boolean> {
  try {
    const response = await fetch(`${baseUrl}/healthz`, { signal: AbortSignal.timeout(2_000) });
    return response.ok;
  } catch {
    return false;
  }
}
