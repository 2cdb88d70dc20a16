import { parseRequest } from '@connectory/contract';
import type { Request } from 'express';
import { ApiError } from './api-error.ts';

/** A JSON body by its schema. @param what as a sentence begins: `The connector`. @throws ApiError naming every field at fault */
export function parseBody<Value>(
  schema: Parameters<typeof parseRequest<Value>>[0],
  request: Request,
  what: string,
): Value {
  const parsed = parseRequest<Value>(schema, request.body, 'body');
  if (parsed.ok) return parsed.value;
  const fields = parsed.faults.map(({ field, message }) => ({ field, message }));
  const text = fields.map(({ field, message }) => `${field} ${message}`).join('; ');
  const reserved = parsed.faults.some(({ code }) => code === 'version_reserved');
  throw new ApiError(reserved ? 'version_reserved' : 'request_invalid', `${what} is not as defined: ${text}.`, {
    fields,
  });
}
