import { type Caller, createCaller } from './api-client.ts';
import type { OperatorServer } from './stack/operator-server.ts';

/** A bulk re-import as far as the command line shows it. */
export interface ReimportView {
  readonly id: string;
  readonly status: 'running' | 'paused' | 'stopped' | 'cancelled' | 'finished';
  readonly reason?: { readonly code: string; readonly message: string };
  readonly target: string;
  readonly dryRun: boolean;
  readonly total: number;
  readonly counts: { readonly [outcome: string]: number };
  readonly rate?: number;
  readonly secondsLeft?: number;
  readonly createdAt: string;
}

export interface ReimportItemView {
  readonly organisationId: string;
  readonly connectorId: string;
  readonly version: string;
  readonly outcome: string;
  readonly error?: { readonly code: string; readonly message: string };
  readonly diff?: { readonly breaking: number; readonly nonBreaking: number; readonly annotation: number };
}

export type ReimportVerb = 'pause' | 'resume' | 'cancel' | 'retry-failed';

/** Calls the operators' part of the HTTP API. */
export interface ReimportClient {
  create(request: object): Promise<ReimportView>;
  get(id: string): Promise<ReimportView>;
  list(): Promise<readonly ReimportView[]>;
  change(id: string, verb: ReimportVerb): Promise<ReimportView>;
  /** The first items of an outcome. */
  items(id: string, outcome: string, first: number): Promise<readonly ReimportItemView[]>;
}

/** @throws CliError, from every call, with what the server said. */
export function createReimportClient({ baseUrl, operatorApiKey }: OperatorServer): ReimportClient {
  const root = `${baseUrl.replace(/\/+$/, '')}/api/operator/v1/reimports`;
  const { json }: Caller = createCaller(baseUrl, operatorApiKey);
  const at = (id: string): string => `${root}/${encodeURIComponent(id)}`;
  return {
    create: (request) =>
      json(root, { method: 'POST', body: JSON.stringify(request), headers: { 'Content-Type': 'application/json' } }),
    get: (id) => json(at(id)),
    list: async () => (await json<{ reimports: readonly ReimportView[] }>(`${root}?first=50`)).reimports,
    change: (id, verb) => json(`${at(id)}/${verb}`, { method: 'POST' }),
    items: async (id, outcome, first) =>
      (await json<{ items: readonly ReimportItemView[] }>(`${at(id)}/items?outcome=${outcome}&first=${first}`)).items,
  };
}
