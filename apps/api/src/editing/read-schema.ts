import type { DefinitionRequest } from '@connectory/database';
import { ApiError } from '../http/api-error.ts';
import { findUnstorable } from '../http/find-unstorable.ts';
import { parseInPieces } from '../http/parse-in-pieces.ts';

/** Parses the JSON text of a schema. @param field path of the InlineSchema in the request. @throws ApiError */
export async function readSchema(
  { content }: { readonly content: string },
  field: string,
): Promise<DefinitionRequest['schema']> {
  const schema = await parseContent(content, field);
  const fault = await findUnstorable(schema, `${field}.content`, { anyText: true });
  if (fault !== undefined) throw schemaInvalid(field, `is invalid: ${fault.field} ${fault.message}`);
  return schema;
}

function schemaInvalid(field: string, message: string): ApiError {
  const fields = [{ field: `${field}.content`, message }];
  return new ApiError('request_invalid', `${field}.content ${message}.`, { fields });
}

async function parseContent(text: string, field: string): Promise<DefinitionRequest['schema']> {
  try {
    return toSchema(await parseInPieces(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw schemaInvalid(field, 'must be JSON text');
  }
}

/** Everything that JSON can state may be checked as a schema. */
function toSchema(value: unknown): DefinitionRequest['schema'] {
  return value as DefinitionRequest['schema'];
}
