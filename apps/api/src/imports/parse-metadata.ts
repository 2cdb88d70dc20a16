import {
  importConnectorMetadata,
  type ImportMetadata,
  importVersionMetadata,
  parseRequest,
} from '@connectory/contract';
import { ApiError } from '../http/api-error.ts';

/** Reads the part `metadata`. @throws ApiError naming every field at fault. */
export function parseMetadata(text: string, versionRequired: boolean): ImportMetadata {
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch {
    throw new ApiError('metadata_not_json', 'The part "metadata" is not valid JSON.');
  }
  const parsed = parseRequest<ImportMetadata>(
    versionRequired ? importVersionMetadata : importConnectorMetadata,
    input,
    'metadata',
  );
  if (parsed.ok) return parsed.value;
  const reserved = parsed.faults.some(({ code }) => code === 'version_reserved');
  const text0 = parsed.faults.map(({ field, message }) => `${field} ${message}`).join('; ');
  const fields = parsed.faults.map(({ field, message }) => ({ field, message }));
  throw new ApiError(reserved ? 'version_reserved' : 'metadata_invalid', `The metadata is not as defined: ${text0}.`, {
    fields,
  });
}
