import type { ApiOperation } from '../openapi/api-operation.ts';
import { scopeOf } from '../openapi/scope-of.ts';
import { describeForm } from './describe-form.ts';
import { describeParameters } from './describe-parameters.ts';
import { describeResponses } from './describe-responses.ts';
import { exampleOf } from './examples.ts';
import type { JsonObject } from './json-object.ts';
import { referTo } from './refer-to.ts';

export function describeOperation(operation: ApiOperation): JsonObject {
  const requestBody = describeRequestBody(operation);
  const scope = scopeOf(operation);
  return {
    operationId: operation.operationId,
    summary: operation.summary,
    description: [...(operation.description === undefined ? [] : [operation.description]), ...rulesOf(operation)].join(
      '\n\n',
    ),
    tags: [operation.tag],
    security: operation.operationId === 'CreateSession' ? [{ bearerToken: [] }] : securityOf(operation.role),
    'x-required-role': operation.role,
    ...(scope === undefined ? {} : { 'x-required-scope': scope }),
    parameters: describeParameters(operation),
    ...(requestBody === undefined ? {} : { requestBody }),
    responses: describeResponses(operation),
  };
}

/** One of the schemes is enough. */
export function securityOf(role: ApiOperation['role']): readonly JsonObject[] {
  return role === 'public' ? [] : [{ bearerToken: [] }, { sessionCookie: [] }];
}

/** Describes an operation from its row in the table of operations. */
function rulesOf(operation: ApiOperation): readonly string[] {
  const audit = operation.method === 'get' ? undefined : operation.audit;
  return [
    describeAccess(operation),
    ...(operation.query?.includes('first') === true
      ? ['The response is one page. `next` and `prev` are the cursors of the pages beside it.']
      : []),
    ...(operation.headers?.includes('If-Match') === true
      ? ['With `If-Match`, the change is made only if the entity still has this ETag.']
      : []),
    ...(operation.headers?.includes('If-None-Match') === true
      ? ['With `If-None-Match`, an unchanged body is not sent again (304).']
      : []),
    ...(typeof audit === 'string' ? [`A success has the audit event \`${audit}\`.`] : []),
  ];
}

function describeAccess(operation: ApiOperation): string {
  if (operation.role === 'public') return 'Needs no key.';
  const scope = scopeOf(operation);
  const scoped = scope === undefined ? '' : ` A key with scopes also needs \`${scope}\`.`;
  return `Needs the role \`${operation.role}\`.${scoped}`;
}

function describeRequestBody({ jsonBody, multipartMetadata, rawBody }: ApiOperation): JsonObject | undefined {
  if (rawBody !== undefined) {
    const binary = { schema: { type: 'string', format: 'binary' } };
    return { required: true, description: rawBody, content: { 'application/octet-stream': binary } };
  }
  if (jsonBody === undefined && multipartMetadata === undefined) return undefined;
  const content = {
    ...(multipartMetadata === undefined ? {} : { 'multipart/form-data': formOf(describeForm(multipartMetadata).name) }),
    ...(jsonBody === undefined ? {} : { 'application/json': { schema: referTo(jsonBody), ...exampleOf(jsonBody) } }),
  };
  const description = multipartMetadata === undefined ? 'A JSON object.' : 'The document, or its URL as JSON.';
  return { required: true, description, content };
}

function formOf(name: string): JsonObject {
  return { schema: { $ref: `#/components/schemas/${name}` }, ...exampleOf(name) };
}
