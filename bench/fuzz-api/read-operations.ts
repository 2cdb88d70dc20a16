import { isObject, type JsonObject, listOf, member } from './json.ts';

export interface FuzzedParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly schema: unknown;
}

/** An operation of the served OpenAPI document. */
export interface FuzzedOperation {
  readonly operationId: string;
  readonly method: string;
  /** Path template. */
  readonly path: string;
  /** `public` without a key. */
  readonly role: string;
  readonly parameters: readonly FuzzedParameter[];
  readonly jsonBody: unknown;
  /** Whether the body is bytes. */
  readonly hasRawBody: boolean;
  /** Schema of the part `metadata`. */
  readonly metadata: unknown;
  /** Content by status; undefined for a response without a body. */
  readonly responses: { readonly [status: string]: JsonObject | undefined };
}

export function readOperations(document: unknown): readonly FuzzedOperation[] {
  return Object.entries(Object(member(document, 'paths'))).flatMap(([path, item]) =>
    Object.entries(Object(item)).map(([method, operation]) => readOperation(document, { path, method, operation })),
  );
}

function readOperation(
  document: unknown,
  { path, method, operation }: { path: string; method: string; operation: unknown },
): FuzzedOperation {
  const content = member(operation, 'requestBody', 'content');
  const form = dereference(document, member(content, 'multipart/form-data', 'schema'));
  const responses = Object.entries(Object(member(operation, 'responses')));
  return {
    operationId: String(member(operation, 'operationId')),
    method: method.toUpperCase(),
    path,
    role: String(member(operation, 'x-required-role')),
    parameters: listOf(member(operation, 'parameters')).map((parameter) =>
      readParameter(dereference(document, parameter)),
    ),
    jsonBody: member(content, 'application/json', 'schema'),
    hasRawBody: member(content, 'application/octet-stream') !== undefined,
    metadata: member(form, 'properties', 'metadata'),
    responses: Object.fromEntries(
      responses.map(([status, response]) => {
        const body = member(dereference(document, response), 'content');
        return [status, isObject(body) ? body : undefined];
      }),
    ),
  };
}

function readParameter(parameter: unknown): FuzzedParameter {
  const place = member(parameter, 'in');
  return {
    name: String(member(parameter, 'name')),
    in: place === 'path' || place === 'query' ? place : 'header',
    schema: member(parameter, 'schema'),
  };
}

/** Follows a reference to a component. */
function dereference(document: unknown, value: unknown): unknown {
  const reference = member(value, '$ref');
  return typeof reference === 'string' ? member(document, ...reference.slice('#/'.length).split('/')) : value;
}
