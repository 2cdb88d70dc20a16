import { pipeline } from 'node:stream/promises';
import { type Database, type ExportedRows, findConnector, readExportedVersion } from '@connectory/database';
import { type ExportedVersion, exportMembersOf, writeJson, writeYaml } from '@connectory/exporter';
import { type ConnectorRecord, schemaBasePlaceholder, type VersionRecord } from '@connectory/lifecycle';
import type { Request, Router } from 'express';
import { connectorIds, requireVersion } from '../connectors/require-version.ts';
import { sentNotModified } from '../http/send-unless-known.ts';

const yamlTypes = ['application/yaml', 'application/openapi+yaml', 'text/yaml'];
const jsonTypes = ['application/json', 'application/openapi+json'];

/** Adds the route under `/o/:organisation_id` that streams the OpenAPI document of a version, as JSON or YAML. */
export function addExportRoutes(router: Router, database: Database): void {
  router.get('/connectors/:connector_id/versions/:version/openapi', async (request, response) => {
    const version = await requireVersion(database, request);
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
  return toExported(await readExportedVersion(database, version.id), version, connector);
}

function toExported(
  rows: ExportedRows,
  version: VersionRecord,
  connector: ConnectorRecord | undefined,
): ExportedVersion {
  return {
    fallback: { title: connector?.name ?? '', version: version.name, baseUrl: connector?.baseUrl ?? '' },
    extras: parse(rows.extras),
    actions: parseActions(rows.actions),
    triggers: rows.triggers.map((body) => ({ body: parse(body) })),
    definitions: rows.definitions,
    definitionNames: new Set(rows.definitionNames),
  };
}

async function* parseActions(actions: ExportedRows['actions']): AsyncGenerator<{ template: string; body: Parsed }> {
  for await (const { template, body } of actions) yield { template, body: parse(body) };
}

type Parsed = ExportedVersion['extras'];

/** Stored bodies are objects. */
function parse(text: string): Parsed {
  return JSON.parse(text.replaceAll(schemaBasePlaceholder, '')) as Parsed;
}
