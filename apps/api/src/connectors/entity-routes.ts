import type { ErrorCode } from '@connectory/contract';
import {
  type Database,
  type EntityKind,
  type EntityRecord,
  findEntity,
  findSchema,
  listEntities,
} from '@connectory/database';
import { schemaBasePlaceholder } from '@connectory/lifecycle';
import type { Request, RequestHandler, Response, Router } from 'express';
import { ApiError } from '../http/api-error.ts';
import { presentPageInfo, queryText, readPageRequest } from '../http/paging.ts';
import { sendUnlessKnown } from '../http/send-unless-known.ts';
import { schemaBaseUrl } from './present-connector.ts';
import { requireVersion } from './require-version.ts';

interface Dependencies {
  readonly database: Database;
  readonly baseUrl: () => string;
}

const kinds: readonly { readonly kind: EntityKind; readonly parameter: string; readonly missing: ErrorCode }[] = [
  { kind: 'actions', parameter: 'action_name', missing: 'action_not_found' },
  { kind: 'triggers', parameter: 'trigger_name', missing: 'trigger_not_found' },
  { kind: 'definitions', parameter: 'definition_name', missing: 'definition_not_found' },
];

/** Adds the routes under `/o/:organisation_id` for actions, triggers, definitions and their schemas. */
export function addEntityRoutes(router: Router, dependencies: Dependencies): void {
  const { database } = dependencies;
  for (const { kind, parameter, missing } of kinds) {
    router.get(`/connectors/:connector_id/versions/:version/${kind}`, async (request, response) => {
      const version = await requireVersion(database, request);
      const name = queryText(request, 'name');
      const filter = { versionId: version.id, ...(name === undefined ? {} : { name }) };
      const page = await listEntities(database, kind, filter, readPageRequest(request));
      const base = baseOf(dependencies, request, version.name);
      const items = page.items.map((entity) => withBaseUrl(entity, base)).join(',');
      sendJson(response, `${JSON.stringify(presentPageInfo(page)).slice(0, -1)},"${kind}":[${items}]}`);
    });
    router.get(`/connectors/:connector_id/versions/:version/${kind}/:${parameter}`, async (request, response) => {
      const version = await requireVersion(database, request);
      const name = String(request.params[parameter]);
      const entity = await findEntity(database, kind, version.id, name);
      if (entity === undefined)
        throw new ApiError(missing, `Version ${version.name} has no ${kind.slice(0, -1)} ${JSON.stringify(name)}.`);
      sendJson(response, withBaseUrl(entity, baseOf(dependencies, request, version.name)));
    });
  }
  router.get('/schemas/:connector_id/:version/:schema_filename', serveSchema(database));
}

/** Serves the JSON Schema of a definition. Its hash is the ETag. */
export function serveSchema(database: Database): RequestHandler {
  return async (request, response) => {
    const version = await requireVersion(database, request);
    const filename = String(request.params['schema_filename']);
    const name = /^(.+)\.json$/i.exec(filename)?.[1];
    const schema = name === undefined ? undefined : await findSchema(database, version.id, name);
    if (schema === undefined)
      throw new ApiError('definition_not_found', `Version ${version.name} has no schema ${JSON.stringify(filename)}.`);
    response.set({
      'Content-Type': 'application/schema+json',
      'Cache-Control': 'private, no-cache',
    });
    sendUnlessKnown(request, response, `"${schema.hash}"`, Buffer.from(schema.body));
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

function withBaseUrl(entity: EntityRecord, base: string): string {
  return entity.body.replaceAll(schemaBasePlaceholder, base);
}

function sendJson(response: Response, text: string): void {
  response.type('application/json').send(text);
}
