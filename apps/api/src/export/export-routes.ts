import { pipeline } from 'node:stream/promises';
import { type Database, findConnector, readExportedVersion } from '@connectory/database';
import { type ExportedVersion, exportMembersOf, writeJson, writeYaml } from '@connectory/exporter';
import type { ConnectorRecord, VersionRecord } from '@connectory/lifecycle';
import type { Settings } from '@connectory/runtime';
import type { Request, Response, Router } from 'express';
import { connectorIds, requireVersion } from '../connectors/require-version.ts';
import type { DiffRunner } from '../diff/diff-runner.ts';
import { ApiError } from '../http/api-error.ts';
import { queryText } from '../http/paging.ts';
import { sentNotModified } from '../http/send-unless-known.ts';
import { toExported } from './to-exported.ts';

const yamlTypes = ['application/yaml', 'application/openapi+yaml', 'text/yaml'];
const jsonTypes = ['application/json', 'application/openapi+json'];

export interface ExportDependencies {
  readonly database: Database;
  readonly diffs: DiffRunner;
  readonly settings: Settings;
}

/** Adds the route under `/o/:organisation_id` that streams the OpenAPI document of a version, as JSON or YAML. */
export function addExportRoutes(router: Router, dependencies: ExportDependencies): void {
  const { database } = dependencies;
  router.get('/connectors/:connector_id/versions/:version/openapi', async (request, response) => {
    const version = await requireVersion(database, request);
    if (readProof(request)) {
      await sendProof(request, response, version, dependencies);
      return;
    }
    const type = request.accepts([...jsonTypes, ...yamlTypes]) || 'application/json';
    const isYaml = yamlTypes.includes(type);
    response.set({ 'Cache-Control': 'private, no-cache', Vary: 'Accept' });
    // Every change of a version also changes `updatedAt`.
    const etag = `"${version.id}-${version.updatedAt.getTime()}-${isYaml ? 'yaml' : 'json'}"`;
    if (sentNotModified(request, response, etag)) return;
    const members = exportMembersOf(await readVersion(database, request, version));
    response.type(type);
    await pipeline(isYaml ? writeYaml(members) : writeJson(members), response);
  });
}

async function readVersion(database: Database, request: Request, version: VersionRecord): Promise<ExportedVersion> {
  const { organisationId, connectorId } = connectorIds(request);
  const connector = await findConnector(database, organisationId, connectorId);
  return toExported(await readExportedVersion(database, version.id), fallbackOf(version, connector));
}

function fallbackOf(version: VersionRecord, connector: ConnectorRecord | undefined): ExportedVersion['fallback'] {
  return { title: connector?.name ?? '', version: version.name, baseUrl: connector?.baseUrl ?? '' };
}

function readProof(request: Request): boolean {
  const text = queryText(request, 'proof');
  if (text === undefined || text === 'false') return false;
  if (text === 'true') return true;
  const message = 'must be true or false';
  throw new ApiError('request_invalid', `"proof" ${message}.`, { fields: [{ field: 'proof', message }] });
}

/** Streams the differences of the export from the document that was imported. */
async function sendProof(
  request: Request,
  response: Response,
  version: VersionRecord,
  { database, diffs, settings }: ExportDependencies,
): Promise<void> {
  const { organisationId, connectorId } = connectorIds(request);
  const { title, baseUrl } = fallbackOf(version, await findConnector(database, organisationId, connectorId));
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  const task = { versionId: version.id, version: version.name, title, baseUrl, maxBytes: settings.MAX_DIFF_BYTES };
  const { text, written } = await diffs.prove(task, closed.signal);
  response.set('Cache-Control', 'private, no-cache').type('application/json');
  await pipeline(text, response, { end: false });
  await written;
  response.end();
}
