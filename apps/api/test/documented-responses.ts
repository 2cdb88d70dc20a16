import { apiOperations, buildOpenApiDocument, responsesOf } from '@connectory/contract';
import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { closeSchemas, member, type SchemaUse } from './closed-schemas.ts';

/** A response, read whole. */
export interface ReadResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  /** The body if it is JSON. */
  readonly json: unknown;
}

/** Returns the deviations of a response from the OpenAPI document; none if it conforms. */
export type CheckResponse = (method: string, path: string, response: ReadResponse) => readonly string[];

/**
 * Creates a check of responses against the published document with closed schemas. Clients must accept unknown fields,
 * so the published schemas are open. A response with a field that no schema names still fails the tests.
 * @param use records the fields of every valid body.
 */
export function createResponseCheck(use?: SchemaUse): CheckResponse {
  const document = closeSchemas(buildOpenApiDocument({ baseUrl: 'http://localhost' }));
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addFormat('ulid', /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  ajv.addSchema(document, 'document');
  const validators = new Map<string, ValidateFunction>();
  const faultsOf = (schemaName: string, body: unknown): readonly string[] => {
    const validate = validators.get(schemaName) ?? ajv.compile({ $ref: `document#/components/schemas/${schemaName}` });
    validators.set(schemaName, validate);
    if (validate(body)) {
      use?.record(document, schemaName, body);
      return [];
    }
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
    );
  };
  return (method, path, response) => {
    const described = member(document, 'paths', path, method.toLowerCase(), 'responses', String(response.status));
    if (described === undefined) return [`${method} ${path} does not document the status ${response.status}`];
    const content = member(described, 'content');
    if (content === undefined) return response.bytes.length === 0 ? [] : ['a body that is not documented'];
    const mediaType = (response.headers.get('Content-Type') ?? '').split(';')[0] ?? '';
    if (member(content, mediaType) === undefined && member(content, '*/*') === undefined) return [`type ${mediaType}`];
    const reference = member(content, mediaType, 'schema', '$ref');
    if (typeof reference === 'string') return faultsOf(schemaNameOf(reference), response.json);
    const itemSchema = itemSchemaOf(method, path, response.status);
    if (itemSchema === undefined) return [];
    return itemsOf(mediaType, response.bytes.toString()).flatMap((item) => faultsOf(itemSchema, item));
  };
}

function schemaNameOf(reference: string): string {
  return reference.slice('#/components/schemas/'.length);
}

/** The name of the schema of each event or line. OpenAPI 3.1 cannot express it, so it comes from the operations table. */
function itemSchemaOf(method: string, path: string, status: number): string | undefined {
  const operation = apiOperations.find((one) => one.method === method.toLowerCase() && one.path === path);
  const schema = operation && responsesOf(operation)[status]?.itemSchema;
  return schema?.meta()?.id;
}

/** The data of all server-sent events, or all lines of JSON Lines. */
function itemsOf(mediaType: string, text: string): readonly unknown[] {
  const lines = text.split('\n');
  if (mediaType === 'text/event-stream')
    return lines.filter((line) => line.startsWith('data: ')).map((line) => parseJson(line.slice('data: '.length)));
  return mediaType === 'application/x-ndjson' ? lines.filter((line) => line !== '').map(parseJson) : [];
}

function parseJson(text: string): unknown {
  return JSON.parse(text);
}
