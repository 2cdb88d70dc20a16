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
  /** Schema of the part `metadata`. */
  readonly metadata: unknown;
  /** Content by status; undefined for a response without a body. */
  readonly responses: { readonly [status: string]: JsonObject | undefined };
}

export function readOperations(document: unknown): readonly FuzzedOperation[] {
  return Object.entries(Object(member(document, 'paths'))).flatMap(([path, item]) =>
    Object.entries(Object(item)).map(([method, operation]) => readOperation(path, method, operation)),
  );
}

function readOperation(path: string, method: string, operation: unknown): FuzzedOperation {
  const content = member(operation, 'requestBody', 'content');
  const [role] = listOf(member(listOf(member(operation, 'security'))[0], 'bearerToken'));
  const responses = Object.entries(Object(member(operation, 'responses')));
  return {
    operationId: String(member(operation, 'operationId')),
    method: method.toUpperCase(),
    path,
    role: typeof role === 'string' ? role : 'public',
    parameters: listOf(member(operation, 'parameters')).map(readParameter),
    jsonBody: member(content, 'application/json', 'schema'),
    metadata: member(content, 'multipart/form-data', 'schema', 'properties', 'metadata'),
    responses: Object.fromEntries(
      responses.map(([status, response]) => {
        const body = member(response, 'content');
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
