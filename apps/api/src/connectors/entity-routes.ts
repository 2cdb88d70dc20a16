import type { ErrorCode } from '@connectory/contract';
import {
  type Database,
  type EntityKind,
  findEntityBody,
  findSchema,
  listEntities,
  type StoredText,
  streamBodies,
} from '@connectory/database';
import type { Request, RequestHandler, Router } from 'express';
import type { Piece } from '../bodies/in-chunks.ts';
import type { LargeResponses } from '../bodies/large-responses.ts';
import { pagePieces } from '../bodies/page-pieces.ts';
import { replaceBaseUrl } from '../bodies/replace-base-url.ts';
import { ApiError } from '../http/api-error.ts';
import { entityEtag } from '../http/entity-etag.ts';
import { queryText, readPageRequest } from '../http/paging.ts';
import { mayBeKnown, sentNotModified } from '../http/send-unless-known.ts';
import { schemaBaseUrl } from './present-connector.ts';
import { requireVersion } from './require-version.ts';

interface Dependencies {
  readonly database: Database;
  readonly large: LargeResponses;
  readonly baseUrl: () => string;
}

const kinds: readonly { readonly kind: EntityKind; readonly parameter: string; readonly missing: ErrorCode }[] = [
  { kind: 'actions', parameter: 'action_name', missing: 'action_not_found' },
  { kind: 'triggers', parameter: 'trigger_name', missing: 'trigger_not_found' },
  { kind: 'definitions', parameter: 'definition_name', missing: 'definition_not_found' },
];

/** Adds the routes under `/o/:organisation_id` for actions, triggers, definitions and their schemas. */
export function addEntityRoutes(router: Router, dependencies: Dependencies): void {
  const { database, large } = dependencies;
  for (const { kind, parameter, missing } of kinds) {
    router.get(`/connectors/:connector_id/versions/:version/${kind}`, async (request, response) => {
      const version = await requireVersion(database, request);
      const name = queryText(request, 'name');
      const filter = { versionId: version.id, ...(name === undefined ? {} : { name }) };
      const page = await listEntities(database, kind, filter, readPageRequest(request));
      const base = baseOf(dependencies, request, version.name);
      const bytes = page.items.reduce((sum, item) => sum + item.bytes, 0);
      const texts = streamBodies(database, kind, version.id, page.items);
      await large.send(response.type('json'), pagePieces(page, kind, eachWithBaseUrl(texts, base, large)), bytes);
    });
    router.get(`/connectors/:connector_id/versions/:version/${kind}/:${parameter}`, async (request, response) => {
      const version = await requireVersion(database, request);
      const name = String(request.params[parameter]);
      const entity = await findEntityBody(database, kind, version.id, name);
      if (entity === undefined)
        throw new ApiError(missing, `Version ${version.name} has no ${kind.slice(0, -1)} ${JSON.stringify(name)}.`);
      const base = baseOf(dependencies, request, version.name);
      response.set('Cache-Control', 'private, no-cache');
      if (sentNotModified(request, response, entityEtag(entity.hash, base))) return;
      const text = await entity.read();
      await large.send(response.type('json'), replaceBaseUrl(large.read(text), base), text.bytes);
    });
  }
  router.get('/schemas/:connector_id/:version/:schema_filename', serveSchema(dependencies));
}

/** Serves the JSON Schema of a definition. Its hash is the ETag. */
export function serveSchema({ database, large }: Pick<Dependencies, 'database' | 'large'>): RequestHandler {
  return async (request, response) => {
    const version = await requireVersion(database, request);
    const filename = String(request.params['schema_filename']);
    const name = /^(.+)\.json$/i.exec(filename)?.[1];
    const hashOnly = mayBeKnown(request);
    const schema = name === undefined ? undefined : await findSchema(database, version.id, name, { hashOnly });
    if (schema === undefined)
      throw new ApiError('definition_not_found', `Version ${version.name} has no schema ${JSON.stringify(filename)}.`);
    response.set({
      'Content-Type': 'application/schema+json',
      'Cache-Control': 'private, no-cache',
    });
    if (sentNotModified(request, response, `"${schema.hash}"`)) return;
    const text = await schema.read();
    // The version was replaced meanwhile.
    if (text === undefined) throw new ApiError('definition_not_found', 'The schema was replaced while it was read.');
    await large.send(response, large.read(text), text.bytes);
  };
}

function baseOf({ baseUrl }: Dependencies, request: Request, version: string): string {
  return schemaBaseUrl(
    baseUrl(),
    String(request.params['organisation_id']),
    String(request.params['connector_id']),
    version,
  );
}

async function* eachWithBaseUrl(
  texts: AsyncIterable<StoredText>,
  base: string,
  large: LargeResponses,
): AsyncGenerator<AsyncIterable<Piece>, void, undefined> {
  for await (const text of texts) yield replaceBaseUrl(large.read(text), base);
}
