import type { Request } from 'express';
import { ApiError } from './api-error.ts';

/** Reads the query parameter `force`. @throws ApiError unless it is absent, true or false. */
export function readForce(request: Request): boolean {
  const given = request.query['force'];
  if (given === undefined || given === 'false') return false;
  if (given === 'true') return true;
  const message = 'must be true or false';
  throw new ApiError('request_invalid', `"force" ${message}.`, { fields: [{ field: 'force', message }] });
}
