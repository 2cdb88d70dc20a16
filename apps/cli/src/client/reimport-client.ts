import type { ReimportItem, ReimportPage, ReimportRequest, ReimportResource } from '@connectory/client';
import { createCaller } from './caller.ts';

/** Address and key for the operator API of a server. */
export interface OperatorAccess {
  readonly baseUrl: string;
  readonly operatorApiKey: string;
}

export type ReimportVerb = 'pause' | 'resume' | 'cancel' | 'retry-failed';

/** Client of the operator API for bulk re-imports. Every method throws CliError when the server refuses or is away. */
export interface ReimportClient {
  create(request: ReimportRequest): Promise<ReimportResource>;
  get(id: string): Promise<ReimportResource>;
  list(paging: URLSearchParams): Promise<ReimportPage>;
  change(id: string, verb: ReimportVerb): Promise<ReimportResource>;
  /** The first items with an outcome. */
  items(id: string, outcome: ReimportItem['outcome'], first: number): Promise<readonly ReimportItem[]>;
}

const root = '/api/operator/v1/reimports';
const runPath = `${root}/{reimport_id}` as const;

export function createReimportClient({ baseUrl, operatorApiKey }: OperatorAccess): ReimportClient {
  const { client, read } = createCaller(baseUrl, operatorApiKey);
  const path = (id: string) => ({ path: { reimport_id: id } });
  return {
    create: (body) => read(client.POST(root, { body })),
    get: (id) => read(client.GET(runPath, { params: path(id) })),
    list: (paging) => read(client.GET(root, { params: { query: Object.fromEntries(paging) } })),
    change: (id, verb) => read(client.POST(`${runPath}/${verb}`, { params: path(id) })),
    items: async (id, outcome, first) => {
      const query = { outcome: [outcome], first };
      return (await read(client.GET(`${runPath}/items`, { params: { ...path(id), query } }))).items;
    },
  };
}
