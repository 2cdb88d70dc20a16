import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Arguments, CallOperation, ClientGenerator, Connection } from './api-client.ts';
import { type DocumentedOperation, operationsOf } from './operations-of.ts';
import { runTool, toolFile } from './run-tool.ts';
import { writeArguments } from './write-arguments.ts';

interface Options {
  readonly [name: string]: unknown;
}

type Send = (path: string, options: Options) => Promise<{ data?: unknown; error?: unknown; response: Response }>;

/** The client of `openapi-fetch`, with the types of `openapi-typescript`: one function for each method. */
export const openapiFetchClient: ClientGenerator = {
  name: 'openapi-typescript and openapi-fetch',
  generate: async (document, folder) => {
    await runTool(
      'openapi-typescript/bin/cli.js',
      [document, '-o', path.join(folder, 'schema.d.ts'), '--empty-objects-unknown'],
      folder,
    );
    const { default: createClient } = await import(toolFile('openapi-fetch/dist/index.mjs'));
    const operations = operationsOf(JSON.parse(await readFile(document, 'utf8')));
    return {
      connect: (connection) => callGenerated(createClient, operations, connection),
      imports: [
        `import createClient from 'openapi-fetch';`,
        `import type { paths } from './schema';`,
        'const client = createClient<paths>();',
      ].join('\n'),
      writeCall: ({ operationId, given }) => {
        const { method = '', path: template = '' } = operations.get(operationId) ?? {};
        return `client.${method.toUpperCase()}('${template}', { ${writeOptions(given)} })`;
      },
    };
  },
};

function callGenerated(
  createClient: (options: Options) => { readonly [method: string]: Send },
  operations: ReadonlyMap<string, DocumentedOperation>,
  { apiKey, baseUrl, fetch: send }: Connection,
): CallOperation {
  const client = createClient({ baseUrl, headers: { Authorization: `Bearer ${apiKey}` }, fetch: send });
  return async (operationId, given) => {
    const operation = operations.get(operationId);
    const method = client[operation?.method.toUpperCase() ?? ''];
    if (operation === undefined || method === undefined) throw new Error(`no operation ${operationId}`);
    const { data, error, response } = await method(operation.path, optionsOf(given));
    return { status: response.status, body: data ?? error };
  };
}

function optionsOf({ path: inPath, query, body, form }: Arguments): Options {
  const params = { path: inPath ?? {}, query: query ?? {} };
  if (form !== undefined) return { params, body: form, bodySerializer: toFormData };
  return { params, ...(body === undefined ? {} : { body }) };
}

/** Parts of files are typed as text. */
function writeOptions({ form, path: inPath, query, body }: Arguments): string {
  const params = `params: { ${writeArguments({ path: inPath, query }).join(', ')} }`;
  const parts = Object.entries(form ?? {}).map(([name, part]): [string, unknown] => [
    name,
    part instanceof Blob ? '' : part,
  ]);
  return [params, ...writeArguments({ body: form === undefined ? body : Object.fromEntries(parts) })].join(', ');
}

/** As the documentation of openapi-fetch shows it. */
function toFormData(parts: object): FormData {
  const form = new FormData();
  for (const [name, part] of Object.entries(parts))
    form.append(name, part instanceof Blob ? part : JSON.stringify(part));
  return form;
}
