import { type Database, onBehalfOf } from '@connectory/database';
import type { ChangeOrigin } from '@connectory/lifecycle';
import type { Request, Response } from 'express';
import { requestIdOf } from '../http/request-id.ts';
import { clientAddress } from './client-address.ts';
import { principalOf } from './principal.ts';

/** The database for changes on behalf of the caller of a request. Audit events name the caller, the request and the address. */
export function asCaller(database: Database, request: Request, response: Response): Database {
  return onBehalfOf(database, originOf(request, response));
}

/** @throws for a request without an authenticated caller, because every change has an actor. */
export function originOf(request: Request, response: Response): ChangeOrigin {
  const principal = principalOf(response);
  if (principal === undefined) throw new Error('a request without a caller cannot change anything');
  return { actor: principal.actor, requestId: requestIdOf(response), address: clientAddress(request.ip) };
}
