import {
  importConnectorFromUrl,
  importConnectorMetadata,
  type ImportFromUrl,
  type ImportMetadata,
  importVersionFromUrl,
  importVersionMetadata,
} from '@connectory/contract';
import { ApiError } from '../http/api-error.ts';
import { findUnstorable } from '../http/find-unstorable.ts';
import { parseInput, requireParsed } from '../http/parse-body.ts';
import type { SentMetadata } from '../uploads/receive-upload.ts';

/** Parses the part `metadata`. @throws ApiError with all invalid fields. */
export async function parseMetadata(sent: SentMetadata, versionRequired: boolean): Promise<ImportMetadata> {
  const input = 'text' in sent ? parseJson(sent.text) : readFields(sent.fields);
  const fault = await findUnstorable(input, 'metadata');
  const described = { subject: 'The metadata', code: 'metadata_invalid' } as const;
  if (fault !== undefined) return requireParsed({ ok: false, faults: [fault] }, described);
  const schema = versionRequired ? importVersionMetadata : importConnectorMetadata;
  return parseInput<ImportMetadata>(schema, input, { name: 'metadata', ...described });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError('metadata_not_json', 'The part "metadata" is not valid JSON.');
  }
}

/** The metadata in fields such as `metadata[strict]`, whose values are texts: those of the members that take no text are read. */
function readFields(fields: object): unknown {
  // The parser keeps the text of the part "metadata" under no name.
  if (Object.hasOwn(fields, '')) {
    const message = 'is sent as a part and as fields such as "metadata[format]": send one of them';
    throw new ApiError('metadata_invalid', `The metadata ${message}.`, { fields: [{ field: 'metadata', message }] });
  }
  const shape: { readonly [name: string]: { safeParse(value: unknown): { success: boolean } } | undefined } =
    importConnectorMetadata.shape;
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const isBoolean = value === 'true' || value === 'false';
      const takesBoolean = Object.hasOwn(shape, name) && shape[name]?.safeParse(true).success === true;
      return [name, isBoolean && takesBoolean ? value === 'true' : value];
    }),
  );
}

/** Parses a JSON body with a `schemaURL`. @throws ApiError with all invalid fields. */
export function parseFromUrl(body: unknown, versionRequired: boolean): Promise<ImportFromUrl> {
  const schema = versionRequired ? importVersionFromUrl : importConnectorFromUrl;
  return parseInput<ImportFromUrl>(schema, body, { name: 'body', subject: 'The body', code: 'request_invalid' });
}
