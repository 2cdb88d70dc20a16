import {
  type Database,
  findConnector,
  readExportedVersion,
  readVersionSize,
  VersionChangedError,
} from '@connectory/database';
import { readDocumentLimits } from '@connectory/document';
import { exportMembersOf, writeJson, writeYaml } from '@connectory/exporter';
import type { ConnectorRecord, VersionRecord } from '@connectory/lifecycle';
import type { Settings } from '@connectory/runtime';
import type { Request, Response, Router } from 'express';
import type { LargeResponses } from '../bodies/large-responses.ts';
import type { ChildKind, ChildOutput, FileRunner } from '../children/file-runner.ts';
import { connectorIds, requireVersion } from '../connectors/require-version.ts';
import { ApiError } from '../http/api-error.ts';
import { queryText } from '../http/paging.ts';
import { sentNotModified } from '../http/send-unless-known.ts';
import { untilClosed } from '../http/until-closed.ts';
import {
  type ExportedVersionName,
  exportExitCodes,
  type ExportTask,
  type ProofSourceTask,
  type ProofTask,
} from './export-tasks.ts';
import type { Quotas } from '../quotas/quotas.ts';
import { toExported } from './to-exported.ts';
import { ExportInterruptedError, untilUnchanged } from './version-changed.ts';

const yamlTypes = ['application/yaml', 'application/openapi+yaml', 'text/yaml'];
const jsonTypes = ['application/json', 'application/openapi+json'];

/** A version up to this size is exported in this process, because a child takes longer to start. No part of it may be large. */
const small = { bytes: 256 * 1024, largestBytes: 64 * 1024 };

export interface ExportDependencies {
  readonly database: Database;
  readonly children: FileRunner;
  readonly large: LargeResponses;
  readonly settings: Settings;
  readonly quotas: Quotas;
}

export const exportChild: ChildKind = {
  name: 'export child',
  entry: new URL('../../dist/export/export-child.js', import.meta.url),
  hasDatabase: true,
  tooLarge: () => new ApiError('export_too_large', 'The version is too large to be exported on request.'),
  toError: ({ code }) => (code === exportExitCodes.versionChanged ? new ExportInterruptedError() : undefined),
};

/** Reads the sides of a proof, because the child that parses the document has no database. */
export const proofSourceChild: ChildKind = {
  name: 'proof source child',
  entry: new URL('../../dist/export/proof-source-child.js', import.meta.url),
  hasDatabase: true,
  tooLarge: proofTooLarge,
  toError: ({ code }) => {
    if (code === exportExitCodes.versionGone) return new ApiError('version_not_found', 'The version was deleted.');
    if (code === exportExitCodes.versionChanged) return new ExportInterruptedError();
    if (code !== exportExitCodes.documentGone) return undefined;
    const message = 'The document of the version is not stored: there is nothing to compare with.';
    return new ApiError('document_gone', message);
  },
};

const proofChild: ChildKind = {
  name: 'proof child',
  entry: new URL('../../dist/export/proof-child.js', import.meta.url),
  hasDatabase: false,
  tooLarge: proofTooLarge,
  toError: () => undefined,
};

function proofTooLarge(): ApiError {
  return new ApiError('diff_too_large', 'The version is too large to be compared with its document on request.');
}

/** Adds the route under `/o/:organisation_id` that sends the OpenAPI document of a version, as JSON or YAML. */
export function addExportRoutes(router: Router, dependencies: ExportDependencies): void {
  router.get('/connectors/:connector_id/versions/:version/openapi', (request, response) =>
    untilUnchanged(() => sendVersion(request, response, dependencies)),
  );
}

async function sendVersion(request: Request, response: Response, dependencies: ExportDependencies): Promise<void> {
  const version = await requireVersion(dependencies.database, request);
  if (readProof(request)) {
    response.set('Cache-Control', 'private, no-cache').type('json');
    await sendProof(request, response, version, dependencies);
    return;
  }
  const type = request.accepts([...jsonTypes, ...yamlTypes]) || 'application/json';
  const format = yamlTypes.includes(type) ? 'yaml' : 'json';
  response.set({ 'Cache-Control': 'private, no-cache', Vary: 'Accept' });
  // Every change of a version also changes `updatedAt`.
  if (sentNotModified(request, response, `"${version.id}-${version.updatedAt.getTime()}-${format}"`)) return;
  response.type(type);
  if (request.method === 'HEAD') response.end();
  else await sendExport(request, response, { version, format }, dependencies);
}

async function sendExport(
  request: Request,
  response: Response,
  { version, format }: { readonly version: VersionRecord; readonly format: ExportTask['format'] },
  { database, children, large, quotas }: ExportDependencies,
): Promise<void> {
  const { organisationId, connectorId } = connectorIds(request);
  const name = nameOf(version, await findConnector(database, organisationId, connectorId));
  const { bytes, largestBytes } = await readVersionSize(database, version.id);
  if (bytes <= small.bytes && largestBytes <= small.largestBytes) {
    await large.send(response, writeHere(database, name, format));
    return;
  }
  const task: Omit<ExportTask, keyof ChildOutput> = { ...name, format };
  await quotas.during({ name: 'diffs', organisationId, response }, () =>
    children.run(exportChild, task, untilClosed(response), (pieces) => large.send(response, pieces)),
  );
}

async function* writeHere(
  database: Database,
  name: ExportedVersionName,
  format: ExportTask['format'],
): AsyncGenerator<string, void, undefined> {
  const { title, version, baseUrl } = name;
  // Complete before any of it is sent, so that an interrupted export can be repeated.
  const texts: string[] = [];
  try {
    const rows = await readExportedVersion(database, name.versionId);
    const members = exportMembersOf(toExported(rows, { title, version, baseUrl }));
    for await (const text of format === 'yaml' ? writeYaml(members) : writeJson(members)) texts.push(text);
  } catch (error) {
    throw error instanceof VersionChangedError ? new ExportInterruptedError() : error;
  }
  yield* texts;
}

function nameOf(version: VersionRecord, connector: ConnectorRecord | undefined): ExportedVersionName {
  return {
    versionId: version.id,
    version: version.name,
    title: connector?.name ?? '',
    baseUrl: connector?.baseUrl ?? '',
  };
}

function readProof(request: Request): boolean {
  const text = queryText(request, 'proof');
  if (text === undefined || text === 'false') return false;
  if (text === 'true') return true;
  const message = 'must be true or false';
  throw new ApiError('request_invalid', `"proof" ${message}.`, { fields: [{ field: 'proof', message }] });
}

/** Sends the differences of the export from the document that was imported. */
async function sendProof(
  request: Request,
  response: Response,
  version: VersionRecord,
  { database, children, large, settings, quotas }: ExportDependencies,
): Promise<void> {
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  const { organisationId, connectorId } = connectorIds(request);
  const name = nameOf(version, await findConnector(database, organisationId, connectorId));
  const closed = untilClosed(response);
  const source: Omit<ProofSourceTask, keyof ChildOutput> = { versionId: version.id, maxBytes: settings.MAX_DIFF_BYTES };
  await quotas.during({ name: 'diffs', organisationId, response }, () =>
    children.run(proofSourceChild, source, closed, async (_pieces, inputPath) => {
      const task: Omit<ProofTask, keyof ChildOutput> = { ...name, inputPath, limits: readDocumentLimits(settings) };
      await children.run(proofChild, task, closed, (pieces) => large.send(response, pieces));
    }),
  );
}
