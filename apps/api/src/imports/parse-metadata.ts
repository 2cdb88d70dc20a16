import {
  importConnectorFromUrl,
  importConnectorMetadata,
  type ImportFromUrl,
  type ImportMetadata,
  importVersionFromUrl,
  importVersionMetadata,
  type Parsed,
  parseRequest,
} from '@connectory/contract';
import { ApiError } from '../http/api-error.ts';
import { findUnstorable } from '../http/find-unstorable.ts';

/** Parses the part `metadata`. @throws ApiError with all invalid fields. */
export function parseMetadata(text: string, versionRequired: boolean): ImportMetadata {
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch {
    throw new ApiError('metadata_not_json', 'The part "metadata" is not valid JSON.');
  }
  const fault = findUnstorable(input, 'metadata');
  if (fault !== undefined) return requireParsed({ ok: false, faults: [fault] }, 'metadata_invalid', 'The metadata');
  const schema = versionRequired ? importVersionMetadata : importConnectorMetadata;
  const parsed = parseRequest<ImportMetadata>(schema, input, 'metadata');
  return requireParsed(parsed, 'metadata_invalid', 'The metadata');
}

/** Parses a JSON body with a `schemaURL`. @throws ApiError with all invalid fields. */
export function parseFromUrl(body: unknown, versionRequired: boolean): ImportFromUrl {
  const schema = versionRequired ? importVersionFromUrl : importConnectorFromUrl;
  return requireParsed(parseRequest<ImportFromUrl>(schema, body, 'body'), 'request_invalid', 'The body');
}

function requireParsed<Value>(
  parsed: Parsed<Value>,
  code: 'metadata_invalid' | 'request_invalid',
  subject: string,
): Value {
  if (parsed.ok) return parsed.value;
  const reserved = parsed.faults.some((fault) => fault.code === 'version_reserved');
  const text = parsed.faults.map(({ field, message }) => `${field} ${message}`).join('; ');
  const fields = parsed.faults.map(({ field, message }) => ({ field, message }));
  throw new ApiError(reserved ? 'version_reserved' : code, `${subject} is invalid: ${text}.`, { fields });
}
