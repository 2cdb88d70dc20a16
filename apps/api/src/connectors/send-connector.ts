import type { Database } from '@connectory/database';
import type { ConnectorRecord } from '@connectory/lifecycle';
import type { Response } from 'express';
import type { LargeResponses } from '../bodies/large-responses.ts';
import { connectorEtag } from '../http/entity-etag.ts';
import { oneConnectorPieces } from './connector-pieces.ts';

/** Sends a connector with its versions and its ETag. */
export async function sendConnector(
  { database, large }: { readonly database: Database; readonly large: LargeResponses },
  response: Response,
  connector: ConnectorRecord,
): Promise<void> {
  response.set('ETag', connectorEtag(connector)).type('json');
  await large.send(response, oneConnectorPieces(database, connector));
}
