import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ImportResult } from '@connectory/contract';
import {
  type Database,
  type EntityKind,
  findConnector,
  findPreviewedConnector,
  readImportMessages,
  streamEntities,
} from '@connectory/database';
import { type ConnectorRecord, type ImportRecord, schemaBasePlaceholder } from '@connectory/lifecycle';
import type { Response } from 'express';
import { presentConnector, schemaBaseUrl } from '../connectors/present-connector.ts';
import { ApiError } from '../http/api-error.ts';
import { presentImport } from './present-import.ts';

type ResultHead = Pick<ImportResult, 'connector' | 'import'>;

/**
 * Streams ImportHTTPConnectorResult. Entities are sent as stored, some hundred at a time, as fast as the client reads.
 */
export async function streamImportResult(
  dependencies: { database: Database; baseUrl: () => string },
  record: ImportRecord,
  response: Response,
  status: 200 | 201,
): Promise<void> {
  const { database } = dependencies;
  const baseUrl = dependencies.baseUrl();
  const connector =
    (await findConnector(database, record.organisationId, record.connectorId)) ??
    (await findPreviewedConnector(database, record));
  const messages = await readImportMessages(database, record.id);
  if (connector !== undefined && record.options.dryRun === true) {
    response
      .status(200)
      .type('application/json')
      .send(previewText(connector, record, { baseUrl, messages }));
    return;
  }
  if (connector === undefined || record.versionId === null || record.version === null) {
    throw new ApiError('connector_not_found', `The connector ${record.connectorId} of this import was deleted.`);
  }
  const head: ResultHead = { connector: presentConnector(connector), import: presentImport(record, baseUrl) };
  const base = schemaBaseUrl(baseUrl, record.organisationId, record.connectorId, record.version);
  response.status(status).type('application/json');
  await pipeline(Readable.from(resultText(database, record.versionId, base, { head, messages })), response);
}

/** The result of a dry run. It stores nothing, so it has no definitions, actions or triggers. */
function previewText(
  connector: ConnectorRecord,
  record: ImportRecord,
  { baseUrl, messages }: { readonly baseUrl: string; readonly messages: string },
): string {
  const head: Omit<ImportResult, 'messages'> = {
    connector: presentConnector(connector),
    import: presentImport(record, baseUrl),
    definitions: [],
    actions: [],
    triggers: [],
  };
  return `${JSON.stringify(head).slice(0, -1)},"messages":${messages}}`;
}

async function* resultText(
  database: Database,
  versionId: string,
  base: string,
  parts: { head: ResultHead; messages: string },
): AsyncGenerator<string, void, undefined> {
  yield JSON.stringify(parts.head).slice(0, -1);
  for (const kind of ['definitions', 'actions', 'triggers'] as const) {
    yield `,"${kind}":[`;
    yield* bodies(database, kind, versionId, base);
    yield ']';
  }
  yield `,"messages":${parts.messages}}`;
}

async function* bodies(
  database: Database,
  kind: EntityKind,
  versionId: string,
  base: string,
): AsyncGenerator<string, void, undefined> {
  let separator = '';
  for await (const batch of streamEntities(database, kind, versionId)) {
    yield separator + batch.map(({ body }) => body.replaceAll(schemaBasePlaceholder, base)).join(',');
    separator = ',';
  }
}
