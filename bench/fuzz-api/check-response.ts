import { errorCatalogue } from '@connectory/contract';
import addFormats from 'ajv-formats';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import type { FuzzRequest } from './generate-request.ts';
import { isObject, member } from './json.ts';
import type { FuzzedOperation } from './read-operations.ts';
import type { FuzzResponse } from './send-request.ts';

/** Errors of requests that reach no operation. */
const codesBeforeOperations = new Set(['request_malformed', 'headers_too_large', 'not_found', 'method_not_allowed']);

/** The parts of a response that the check has read. */
export interface CheckedResponse {
  /** The first fault; undefined if there is none. */
  readonly fault: string | undefined;
  readonly json: unknown;
}

/** Checks responses against the served document: no 5xx but documented ones of operations that are not implemented, a documented status, and a body that its schema allows. */
export function createCheck(document: object) {
  const ajv = new Ajv2020({ strict: false, allErrors: false });
  addFormats.default(ajv);
  ajv.addFormat('ulid', /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
  ajv.addSchema(document, 'document');
  const validators = new Map<string, ValidateFunction>();
  const faultOfBody = (schema: unknown, body: unknown): string | undefined => {
    const reference = String(member(schema, '$ref'));
    const validate = validators.get(reference) ?? ajv.compile({ $ref: `document${reference}` });
    validators.set(reference, validate);
    if (validate(body)) return undefined;
    const [error] = validate.errors ?? [];
    return `body: ${error?.instancePath ?? ''} ${error?.message ?? ''} (${error?.schemaPath ?? ''})`;
  };

  const check = (operation: FuzzedOperation, request: FuzzRequest, response: FuzzResponse): CheckedResponse => {
    const { status, headers } = response;
    const type = (headers['content-type'] ?? '').split(';')[0] ?? '';
    const isDescribed = status >= 400 || member(operation.responses[status], type, 'schema') !== undefined;
    const isJson = isDescribed && /[/+]json$/.test(type) && request.method !== 'HEAD' && response.isWhole;
    const json = isJson ? parse(decode(response)) : undefined;
    if (json instanceof Error) return { fault: `JSON that cannot be parsed: ${json.message}`, json: undefined };
    const faultOf = (): string | undefined => {
      if (status >= 500 && !isExpected(operation, status)) return `status ${status} ${String(member(json, 'code'))}`;
      if (isJson && status >= 400 && !isKnownCode(member(json, 'code'))) return `error without a known code`;
      if (status >= 400 && codesBeforeOperations.has(String(member(json, 'code')))) return undefined;
      if (!request.isOfOperation) return undefined;
      if (!(String(status) in operation.responses))
        return `undocumented status ${status} ${String(member(json, 'code'))}`;
      return faultOfContent(operation.responses[status], type, json, isJson);
    };
    return { fault: faultOf(), json };
  };

  const faultOfContent = (content: unknown, type: string, json: unknown, isJson: boolean): string | undefined => {
    if (!isJson || !isObject(content)) return undefined;
    const schema = member(content[type] ?? content['application/json'], 'schema');
    return schema === undefined ? undefined : faultOfBody(schema, json);
  };
  return check;
}

/** Codes of failed imports are not in the catalogue: those of the importer have another form. */
function isKnownCode(code: unknown): boolean {
  return typeof code === 'string' && (code in errorCatalogue || /^[A-Za-z_]+$/.test(code));
}

/**
 * Operations of the wire contract that this service does not implement say so with a documented 501. A busy machine may exceed the time
 * limit of the readiness check, and that is what the check is for.
 */
function isExpected({ operationId, responses }: FuzzedOperation, status: number): boolean {
  return (status === 501 && '501' in responses) || (operationId === 'GetReadiness' && status === 503);
}

function decode({ headers, bytes }: FuzzResponse): string {
  switch (headers['content-encoding']) {
    case 'gzip':
      return gunzipSync(bytes).toString();
    case 'br':
      return brotliDecompressSync(bytes).toString();
    case 'deflate':
      return inflateSync(bytes).toString();
    default:
      return bytes.toString();
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
