import path from 'node:path';
import type { CallOperation, ClientGenerator, Connection } from './api-client.ts';
import { runTool } from './run-tool.ts';

interface Options {
  readonly [name: string]: unknown;
}

type SendOperation = (options: Options) => Promise<{ data?: unknown; error?: unknown; response: Response }>;

interface Generated {
  readonly operations: { readonly [name: string]: SendOperation };
  readonly createClient: (config: Options) => unknown;
  readonly formDataBodySerializer: Options;
}

/** The client of `@hey-api/openapi-ts`: one function for each operation. */
export const heyApiClient: ClientGenerator = {
  name: '@hey-api/openapi-ts',
  generate: async (document, folder) => {
    const args = ['-i', document, '-o', folder, '-c', '@hey-api/client-fetch', '--no-log-file'];
    await runTool('@hey-api/openapi-ts/bin/run.js', args, folder);
    const load = async (file: string) => import(path.join(folder, file));
    const { createClient, formDataBodySerializer } = await load('client/index.ts');
    const generated: Generated = { operations: await load('sdk.gen.ts'), createClient, formDataBodySerializer };
    return (connection) => callGenerated(generated, connection);
  },
};

function callGenerated({ operations, createClient, formDataBodySerializer }: Generated, connection: Connection) {
  const { apiKey, baseUrl, fetch: send } = connection;
  const client = createClient({ baseUrl, auth: apiKey, fetch: send });
  const byName = new Map(Object.entries(operations).map(([name, operation]) => [name.toLowerCase(), operation]));
  const call: CallOperation = async (operationId, { form, ...options }) => {
    const operation = byName.get(operationId.toLowerCase());
    if (operation === undefined) throw new Error(`no function for ${operationId}`);
    // The documented way to choose multipart, where an operation also takes JSON.
    const upload = { ...formDataBodySerializer, body: form, headers: { 'Content-Type': null } };
    const { data, error, response } = await operation({ client, ...options, ...(form === undefined ? {} : upload) });
    return { status: response.status, body: data ?? error };
  };
  return call;
}
