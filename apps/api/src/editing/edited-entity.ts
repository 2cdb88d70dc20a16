import { createHash } from 'node:crypto';
import type { Database, EntityState, IsExpected } from '@connectory/database';
import type { Request, Response } from 'express';
import type { LargeResponses } from '../bodies/large-responses.ts';
import { replaceBaseUrl } from '../bodies/replace-base-url.ts';
import { schemaBaseUrl } from '../connectors/present-connector.ts';
import { connectorIds } from '../connectors/require-version.ts';
import { entityEtag, fitsIfMatch } from '../http/entity-etag.ts';

export interface EditingDependencies {
  readonly database: Database;
  readonly large: LargeResponses;
  readonly baseUrl: () => string;
}

/** Compares an entity with `If-Match` of the request. */
export function expectedBy(dependencies: EditingDependencies, request: Request): IsExpected {
  return (entity, version) => fitsIfMatch(request, etagOf(entity, schemaBaseOf(dependencies, request, version)));
}

/** The base URL of the schemas of a version. */
export function schemaBaseOf({ baseUrl }: EditingDependencies, request: Request, version: string): string {
  const { organisationId, connectorId } = connectorIds(request);
  return schemaBaseUrl(baseUrl(), organisationId, connectorId, version);
}

/** By the same hash as that of `findEntityBody`. */
function etagOf({ body, schemaHash }: EntityState, base: string): string {
  const hash = createHash('sha256').update(body);
  return entityEtag(hash.update(schemaHash ?? '', 'hex').digest('hex'), base);
}

/** Sends an entity as it is stored now, with its ETag. @param entity whose body has the placeholder of the base URL. */
export async function sendEntity(
  dependencies: EditingDependencies,
  { request, response }: { readonly request: Request; readonly response: Response },
  version: string,
  entity: EntityState,
): Promise<void> {
  const base = schemaBaseOf(dependencies, request, version);
  response.set('ETag', etagOf(entity, base)).type('json');
  await dependencies.large.send(response, replaceBaseUrl(inOnePiece(entity.body), base));
}

export async function* inOnePiece(text: string): AsyncGenerator<Buffer, void, undefined> {
  yield Buffer.from(text);
}
