import { parseRequest } from '@connectory/contract';
import type { Request } from 'express';
import { ApiError } from './api-error.ts';

/** Parses a JSON body by its schema. @param subject start of the error text, such as `The connector`. @throws ApiError with all invalid fields */
export function parseBody<Value>(
  schema: Parameters<typeof parseRequest<Value>>[0],
  request: Request,
  subject: string,
): Value {
  const parsed = parseRequest<Value>(schema, request.body, 'body');
  if (parsed.ok) return parsed.value;
  const fields = parsed.faults.map(({ field, message }) => ({ field, message }));
  const text = fields.map(({ field, message }) => `${field} ${message}`).join('; ');
  const reserved = parsed.faults.some(({ code }) => code === 'version_reserved');
  throw new ApiError(reserved ? 'version_reserved' : 'request_invalid', `${subject} is invalid: ${text}.`, {
    fields,
  });
}
