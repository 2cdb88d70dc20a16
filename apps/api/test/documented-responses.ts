import { buildOpenApiDocument } from '@connectory/contract';
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
    const stated = member(document, 'paths', path, method.toLowerCase(), 'responses', String(response.status));
    const described = dereference(document, stated);
    if (described === undefined) return [`${method} ${path} does not document the status ${response.status}`];
    const strange = undocumentedHeaders(described, response.headers);
    if (strange.length > 0) return strange.map((name) => `${method} ${path} ${response.status}: header ${name}`);
    const content = member(described, 'content');
    if (content === undefined) return response.bytes.length === 0 ? [] : ['a body that is not documented'];
    const mediaType = (response.headers.get('Content-Type') ?? '').split(';')[0] ?? '';
    if (member(content, mediaType) === undefined && member(content, '*/*') === undefined) return [`type ${mediaType}`];
    const reference = member(content, mediaType, 'schema', '$ref');
    if (typeof reference !== 'string') return [];
    const bodies = isStream(mediaType) ? itemsOf(mediaType, response.bytes.toString()) : [response.json];
    return bodies.flatMap((body) => faultsOf(schemaNameOf(reference), body));
  };
}

/** Headers of HTTP itself and for browsers, which every response may have. */
const general = new RegExp(
  [
    '^(?:content-(?:type|length|encoding|security-policy)|transfer-encoding|connection|keep-alive|date|vary|accept-ranges',
    'cross-origin-.*|origin-agent-cluster|referrer-policy|strict-transport-security|x-(?:content-type-options|dns-prefetch-control|download-options|frame-options|permitted-cross-domain-policies|xss-protection))$',
  ].join('|'),
);

/** Headers that are neither documented nor general. */
function undocumentedHeaders(described: unknown, headers: Headers): readonly string[] {
  const documented = new Set(Object.keys(Object(member(described, 'headers'))).map((name) => name.toLowerCase()));
  return [...headers.keys()].filter((name) => !documented.has(name) && !general.test(name));
}

/** Follows a reference to a component. */
function dereference(document: unknown, described: unknown): unknown {
  const reference = member(described, '$ref');
  return typeof reference === 'string' ? member(document, ...reference.slice('#/'.length).split('/')) : described;
}

function schemaNameOf(reference: string): string {
  return reference.slice('#/components/schemas/'.length);
}

/** Media types whose schema is that of one item. */
function isStream(mediaType: string): boolean {
  return mediaType === 'text/event-stream' || mediaType === 'application/x-ndjson';
}

/** The data of all server-sent events, or all lines of JSON Lines. */
function itemsOf(mediaType: string, text: string): readonly unknown[] {
  const lines = text.split('\n');
  if (mediaType === 'text/event-stream')
    return lines.filter((line) => line.startsWith('data: ')).map((line) => parseJson(line.slice('data: '.length)));
  return lines.filter((line) => line !== '').map(parseJson);
}

function parseJson(text: string): unknown {
  return JSON.parse(text);
}
