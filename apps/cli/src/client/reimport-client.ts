import type { ReimportItem, ReimportItemPage, ReimportPage, ReimportResource } from '@connectory/contract';
import { createCaller } from './caller.ts';

/** Address and key for the operator API of a server. */
export interface OperatorAccess {
  readonly baseUrl: string;
  readonly operatorApiKey: string;
}

export type ReimportVerb = 'pause' | 'resume' | 'cancel' | 'retry-failed';

/** Client of the operator API for bulk re-imports. Every method throws CliError when the server refuses or is away. */
export interface ReimportClient {
  create(request: object): Promise<ReimportResource>;
  get(id: string): Promise<ReimportResource>;
  /** The newest runs, at most 50. */
  list(): Promise<readonly ReimportResource[]>;
  change(id: string, verb: ReimportVerb): Promise<ReimportResource>;
  /** The first items with an outcome. */
  items(id: string, outcome: string, first: number): Promise<readonly ReimportItem[]>;
}

export function createReimportClient({ baseUrl, operatorApiKey }: OperatorAccess): ReimportClient {
  const root = `${baseUrl.replace(/\/+$/, '')}/api/operator/v1/reimports`;
  const { json } = createCaller(baseUrl, operatorApiKey);
  const at = (id: string): string => `${root}/${encodeURIComponent(id)}`;
  return {
    create: (request) =>
      json(root, { method: 'POST', body: JSON.stringify(request), headers: { 'Content-Type': 'application/json' } }),
    get: (id) => json(at(id)),
    list: async () => (await json<ReimportPage>(`${root}?first=50`)).reimports,
    change: (id, verb) => json(`${at(id)}/${verb}`, { method: 'POST' }),
    items: async (id, outcome, first) =>
      (await json<ReimportItemPage>(`${at(id)}/items?outcome=${outcome}&first=${first}`)).items,
  };
}
