import {
  type ConnectorVersionCreate,
  connectorVersionCreate,
  type ConnectorVersionUpdate,
  connectorVersionUpdate,
} from '@connectory/contract';
import {
  createVersion,
  type Database,
  deleteVersion,
  type ExpectedVersion,
  type NamedVersion,
  type Publication,
  publishVersion,
  readVersionMessages,
  unpublishVersion,
  updateVersion,
  type VersionNotFound,
  type VersionUpdate,
} from '@connectory/database';
import type { VersionRecord } from '@connectory/lifecycle';
import type { Request, Router } from 'express';
import { asCaller } from '../access/as-caller.ts';
import type { Piece } from '../bodies/in-chunks.ts';
import { jsonObject } from '../bodies/json-pieces.ts';
import { ApiError } from '../http/api-error.ts';
import { versionCondition, versionEtag } from '../http/entity-etag.ts';
import { parseBody } from '../http/parse-body.ts';
import { readForce } from '../http/read-force.ts';
import type { ConnectorDependencies } from './connector-routes.ts';
import { connectorIds, connectorNotFound, versionPage } from './require-version.ts';
import { versionPieces } from './version-pieces.ts';

/** Adds the routes under `/o/:organisation_id` that create, change, publish and delete versions. */
export function addVersionChangeRoutes(router: Router, { database, large, baseUrl }: ConnectorDependencies): void {
  const piecesOf = async (request: Request, version: VersionRecord): Promise<AsyncIterable<Piece>> =>
    versionPieces(
      version,
      versionPage(baseUrl(), request, version),
      large.read(await readVersionMessages(database, version.id)),
    );

  router.post('/connectors/:connector_id/versions', async (request, response) => {
    const body = await parseBody<ConnectorVersionCreate>(connectorVersionCreate, request, 'The version');
    const version = await create(asCaller(database, request, response), request, body);
    response.status(201).set('ETag', versionEtag(version)).type('json');
    await large.send(response, await piecesOf(request, version));
  });

  router.put('/connectors/:connector_id/versions/:version', async (request, response) => {
    const body = await parseBody<ConnectorVersionUpdate>(connectorVersionUpdate, request, 'The version');
    const version = await update(asCaller(database, request, response), request, body);
    response.set('ETag', versionEtag(version)).type('json');
    await large.send(response, await piecesOf(request, version));
  });

  router.delete('/connectors/:connector_id/versions/:version', async (request, response) => {
    const caller = asCaller(database, request, response);
    const deletion = await deleteVersion(caller, expectedVersion(request), { force: readForce(request) });
    if (deletion.outcome === 'version-published') throw versionPublished(deletion.version);
    if (deletion.outcome !== 'deleted') throw versionNotFound(deletion, request);
    response.status(204).end();
  });

  for (const [verb, change] of [
    ['publish', publishVersion],
    ['unpublish', unpublishVersion],
  ] as const) {
    router.post(`/connectors/:connector_id/versions/:version/${verb}`, async (request, response) => {
      const changed = await change(asCaller(database, request, response), expectedVersion(request));
      if (changed.outcome === 'version-invalid') throw versionInvalid(changed);
      if (changed.outcome !== 'changed') throw versionNotFound(changed, request);
      const version = await piecesOf(request, changed.version);
      response.set('ETag', versionEtag(changed.version)).type('json');
      await large.send(response, jsonObject({}, { version }));
    });
  }
}

/** The version of the path. */
export function namedVersion(request: Request): NamedVersion {
  return { ...connectorIds(request), version: String(request.params['version']) };
}

/** The version of the path, in the state that If-Match names. */
function expectedVersion(request: Request): ExpectedVersion {
  return { ...namedVersion(request), condition: versionCondition(request) };
}

async function create(database: Database, request: Request, body: ConnectorVersionCreate): Promise<VersionRecord> {
  const { name, fromVersion } = body;
  const creation = await createVersion(database, { ...connectorIds(request), name, fromVersion });
  switch (creation.outcome) {
    case 'created':
      return creation.version;
    case 'version-exists':
      throw versionExists(name);
    case 'version-not-found':
      throw new ApiError('version_not_found', `There is no version ${JSON.stringify(fromVersion)} to copy.`);
    case 'connector-not-found':
      throw versionNotFound(creation, request);
  }
}

async function update(database: Database, request: Request, body: ConnectorVersionUpdate): Promise<VersionRecord> {
  const updating = await updateVersion(database, expectedVersion(request), toUpdate(body));
  switch (updating.outcome) {
    case 'changed':
      return updating.version;
    case 'read-only': {
      const fields = updating.fields.map((field) => ({ field, message: 'must be unchanged' }));
      const text = `These fields are read-only or have changed in the meantime: ${updating.fields.join(', ')}.`;
      throw new ApiError('version_field_read_only', text, { fields });
    }
    case 'version-published':
      throw versionPublished(updating.version);
    case 'version-exists':
      throw versionExists(body.name);
    case 'default-by-role':
      throw invalidDefault('is the default because it is the latest: make another version the default instead');
    case 'default-is-draft':
      throw invalidDefault('is a draft, and "default" refers to a published version: publish it first');
    default:
      throw versionNotFound(updating, request);
  }
}

function invalidDefault(message: string): ApiError {
  const fields = [{ field: 'isDefault', message }];
  return new ApiError('request_invalid', `The version ${message}.`, { fields });
}

function toUpdate(body: ConnectorVersionUpdate): VersionUpdate {
  const { id, name, description, isLatest, isDefault, createdAt, updatedAt, publishedAt } = body;
  return {
    name,
    description: description ?? null,
    isDefault,
    expected: {
      id,
      isLatest,
      createdAt: new Date(createdAt),
      updatedAt: new Date(updatedAt),
      publishedAt: publishedAt === null ? null : new Date(publishedAt),
    },
  };
}

export function versionNotFound({ outcome }: VersionNotFound, request: Request): ApiError {
  const { connectorId, version } = namedVersion(request);
  if (outcome === 'connector-not-found') return connectorNotFound(connectorId);
  return new ApiError('version_not_found', `The connector ${connectorId} has no version ${JSON.stringify(version)}.`);
}

function versionExists(name: string): ApiError {
  return new ApiError('version_exists', `The connector has a version ${JSON.stringify(name)} already.`);
}

function versionInvalid({ version, entities }: Extract<Publication, { outcome: 'version-invalid' }>): ApiError {
  const fields = entities.flatMap(({ kind, name, errors }) =>
    errors.map(({ field, message }) => ({ field: `${kind}s[${JSON.stringify(name)}]${field}`, message })),
  );
  const names = entities.map(({ kind, name }) => `${kind} ${JSON.stringify(name)}`).join(', ');
  return new ApiError('version_invalid', `Version ${JSON.stringify(version.name)} has errors: ${names}.`, { fields });
}

export function versionPublished(version: VersionRecord): ApiError {
  return new ApiError('version_published', `Version ${JSON.stringify(version.name)} is published.`);
}
