import path from 'node:path';
import type { Arguments, CallOperation, ClientGenerator, Connection } from './api-client.ts';
import { runTool } from './run-tool.ts';
import { writeArguments } from './write-arguments.ts';

interface Options {
  readonly [name: string]: unknown;
}

type SendOperation = (options: Options) => Promise<{ data?: unknown; error?: unknown; response: Response }>;

interface Generated {
  /** Name of the function of an operation. */
  readonly nameOf: (operationId: string) => string;
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
    const operations: Generated['operations'] = await import(path.join(folder, 'sdk.gen.ts'));
    const { createClient, formDataBodySerializer } = await import(path.join(folder, 'client/index.ts'));
    const names = new Map(Object.keys(operations).map((name) => [name.toLowerCase(), name]));
    const nameOf = (operationId: string): string => names.get(operationId.toLowerCase()) ?? operationId;
    return {
      connect: (connection) => callGenerated({ nameOf, operations, createClient, formDataBodySerializer }, connection),
      imports: `import * as sdk from './sdk.gen';`,
      writeCall: ({ operationId, given }) => `sdk.${nameOf(operationId)}({ ${writeOptions(given)} })`,
    };
  },
};

function callGenerated(generated: Generated, { apiKey, baseUrl, fetch: send }: Connection): CallOperation {
  const client = generated.createClient({ baseUrl, auth: apiKey, fetch: send });
  return async (operationId, { form, ...options }) => {
    const operation = generated.operations[generated.nameOf(operationId)];
    if (operation === undefined) throw new Error(`no function for ${operationId}`);
    // The documented way to choose multipart, where an operation also takes JSON.
    const upload = { ...generated.formDataBodySerializer, body: form, headers: { 'Content-Type': null } };
    const { data, error, response } = await operation({ client, ...options, ...(form === undefined ? {} : upload) });
    return { status: response.status, body: data ?? error };
  };
}

/** The generator types one media type of a body: JSON, where there is JSON. */
function writeOptions({ form, ...given }: Arguments): string {
  return [...writeArguments(given), ...(form === undefined ? [] : ['body: new FormData() as never'])].join(', ');
}
