import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import type { OtherFormat } from './other-format.ts';

interface ObjectFormat extends OtherFormat {
  readonly matches: (root: JsonObject) => boolean;
}

const has = (root: JsonObject, ...keys: readonly string[]): boolean => keys.every((key) => Object.hasOwn(root, key));
const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const inside = (value: Json | undefined, key: string): Json | undefined =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
const own = (root: JsonObject, key: string): Json | undefined => inside(root, key);

const convertCollection = 'Upload the OpenAPI document of the API, or convert the collection to OpenAPI first.';
const notAnApi = 'Upload the OpenAPI document of the API itself.';

/** Formats that are objects without an `openapi` or `swagger` member, the most specific first. */
const objectFormats: readonly ObjectFormat[] = [
  {
    name: 'a Postman collection',
    wayOut: convertCollection,
    matches: (root) => isPostmanCollection(root) || isPostmanCollection(inside(root, 'collection')),
  },
  {
    name: 'a Postman collection (version 1)',
    wayOut: convertCollection,
    matches: (root) => has(root, 'requests') && (has(root, 'order') || has(root, 'folders')),
  },
  {
    name: 'a Postman environment',
    wayOut: notAnApi,
    matches: (root) => has(root, '_postman_variable_scope'),
  },
  {
    name: 'an Insomnia export',
    wayOut:
      'Upload the OpenAPI document of the API. If the export holds a design document, copy its OpenAPI text to a file.',
    matches: (root) =>
      has(root, '__export_format') ||
      /^(?:collection|spec|environment)\.insomnia\.rest\//.test(text(own(root, 'type'))),
  },
  {
    name: 'a Thunder Client collection',
    wayOut: convertCollection,
    matches: (root) => /^Thunder Client/i.test(text(own(root, 'client') ?? own(root, 'clientName'))),
  },
  {
    name: 'a HAR file (recorded HTTP traffic)',
    wayOut: 'Upload the OpenAPI document of the API, or generate one from the recording first.',
    matches: (root) => isArray(inside(own(root, 'log'), 'entries')),
  },
  {
    name: 'an AsyncAPI document',
    wayOut:
      'AsyncAPI describes messages, OpenAPI describes HTTP operations. Upload an OpenAPI document of the HTTP API.',
    matches: (root) => has(root, 'asyncapi'),
  },
  {
    name: 'an OpenRPC document',
    wayOut: 'OpenRPC describes JSON-RPC methods. Upload an OpenAPI document of the HTTP API.',
    matches: (root) => has(root, 'openrpc'),
  },
  {
    name: 'an OpenAPI Overlay',
    wayOut: 'Apply the overlay to its OpenAPI document, and upload the result.',
    matches: (root) => has(root, 'overlay', 'actions') || has(root, 'overlay', 'info'),
  },
  {
    name: 'an Arazzo document (API workflows)',
    wayOut: 'Upload the OpenAPI documents that its "sourceDescriptions" name.',
    matches: (root) => has(root, 'arazzo'),
  },
  {
    name: 'a Swagger 1.x document',
    wayOut: 'Convert it to Swagger 2.0 or OpenAPI 3 first.',
    matches: (root) => has(root, 'swaggerVersion'),
  },
  {
    name: 'a GraphQL introspection result',
    wayOut: 'GraphQL has no OpenAPI form. Upload an OpenAPI document of the HTTP API, if it has one.',
    matches: (root) => has(root, '__schema') || inside(own(root, 'data'), '__schema') !== undefined,
  },
  {
    name: 'a Google API Discovery document',
    wayOut: 'Convert it to OpenAPI first.',
    matches: (root) => text(own(root, 'kind')).startsWith('discovery#') || has(root, 'discoveryVersion'),
  },
  {
    name: 'a Smithy model',
    wayOut: 'Convert it with the smithy-openapi plugin of the Smithy build, and upload the result.',
    matches: (root) => has(root, 'smithy') && has(root, 'shapes'),
  },
  {
    name: 'an OData JSON document (CSDL)',
    wayOut: 'Convert the OData metadata to OpenAPI first.',
    matches: (root) => has(root, '$Version') && has(root, '$EntityContainer'),
  },
  {
    name: 'a package.json file',
    wayOut: notAnApi,
    matches: (root) =>
      typeof own(root, 'name') === 'string' &&
      ['dependencies', 'devDependencies', 'peerDependencies', 'scripts'].some((key) => isObject(own(root, key))),
  },
  { name: 'a package lock file', wayOut: notAnApi, matches: (root) => has(root, 'lockfileVersion') },
  {
    name: 'a TypeScript configuration',
    wayOut: notAnApi,
    matches: (root) => isObject(own(root, 'compilerOptions')),
  },
  {
    name: 'a configuration of Redocly',
    wayOut: 'Upload the OpenAPI document that it names under "apis".',
    matches: (root) => isObject(own(root, 'apis')) || (has(root, 'extends') && has(root, 'theme')),
  },
  {
    name: 'a ruleset of Spectral',
    wayOut: notAnApi,
    matches: (root) => has(root, 'rules') && (has(root, 'extends') || has(root, 'functions')),
  },
  {
    name: 'an AWS CloudFormation template',
    wayOut: 'Upload the OpenAPI document of the API. In AWS it can stand in the "Body" of the API resource.',
    matches: (root) =>
      has(root, 'AWSTemplateFormatVersion') || (isObject(own(root, 'Resources')) && has(root, 'Transform')),
  },
  {
    name: 'a Kubernetes manifest',
    wayOut: notAnApi,
    matches: (root) => typeof own(root, 'apiVersion') === 'string' && typeof own(root, 'kind') === 'string',
  },
  {
    name: 'a Docker Compose file',
    wayOut: notAnApi,
    matches: (root) =>
      isObject(own(root, 'services')) && Object.values(own(root, 'services') ?? {}).some((each) => isContainer(each)),
  },
  {
    name: 'a source map',
    wayOut: notAnApi,
    matches: (root) => has(root, 'mappings', 'sources', 'version'),
  },
  {
    name: 'a GeoJSON file',
    wayOut: notAnApi,
    matches: (root) => own(root, 'type') === 'FeatureCollection' && isArray(own(root, 'features')),
  },
  {
    name: 'a part of an OpenAPI document: it has paths or components, but no version',
    wayOut:
      'Add "openapi": "3.0.3" (or "swagger": "2.0") at the top, or upload the document that references this file.',
    matches: (root) => isObject(own(root, 'paths')) || isObject(own(root, 'components')),
  },
  {
    name: 'a JSON Schema',
    wayOut: 'A schema describes data, not operations. Upload the OpenAPI document that uses it.',
    matches: isJsonSchema,
  },
  {
    name: 'an error response of a server',
    wayOut:
      'The download of the document failed. Check the address and the credentials, and upload the OpenAPI document.',
    matches: isErrorResponse,
  },
];

function isPostmanCollection(value: Json | undefined): boolean {
  const info = inside(value, 'info');
  if (/(?:getpostman|postman)\.com\/(?:json\/)?collection/i.test(text(inside(info, 'schema')))) return true;
  return inside(info, '_postman_id') !== undefined && isArray(inside(value, 'item'));
}

function isContainer(value: Json): boolean {
  return inside(value, 'image') !== undefined || inside(value, 'build') !== undefined;
}

function isJsonSchema(root: JsonObject): boolean {
  if (/json-schema\.org/.test(text(own(root, '$schema')))) return true;
  if (isObject(own(root, '$defs')) || isObject(own(root, 'definitions'))) return true;
  return typeof own(root, 'type') === 'string' && (isObject(own(root, 'properties')) || has(root, 'items'));
}

/** The shapes of errors of common servers: a few members, one of which describes the error. */
function isErrorResponse(root: JsonObject): boolean {
  const keys = Object.keys(root);
  if (keys.length > 8) return false;
  const isProblem = has(root, 'status') && (has(root, 'title') || has(root, 'error'));
  const isMessage = ['message', 'error', 'errors', 'detail'].some((key) => keys[0]?.toLowerCase() === key);
  return isProblem || isMessage;
}

/** Recognises the format of a parsed document that has no OpenAPI version. */
export function recogniseObject(root: JsonObject): OtherFormat | undefined {
  return objectFormats.find(({ matches }) => matches(root));
}

/** A list of requests is how some tools export collections. */
export function recogniseArray(root: readonly Json[]): OtherFormat | undefined {
  const [first] = root;
  if (inside(first, 'requests') === undefined || inside(first, 'folders') === undefined) return undefined;
  return { name: 'a Hoppscotch collection', wayOut: convertCollection };
}
