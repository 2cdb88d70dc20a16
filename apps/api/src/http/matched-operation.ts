import type { ApiOperation } from '@connectory/contract';
import type { Response } from 'express';

/** The operation that the request was matched to; undefined before matching, and for requests that match none. */
export function matchedOperation(response: Response): ApiOperation | undefined {
  const operation: ApiOperation | undefined = response.locals['operation'];
  return operation;
}

/** Remembers the first operation that the request matches. */
export function keepMatchedOperation(response: Response, operation: ApiOperation): void {
  response.locals['operation'] ??= operation;
}
