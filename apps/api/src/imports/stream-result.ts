import {
  type Database,
  type EntityKind,
  findConnector,
  findPreviewedConnector,
  readImportMessages,
  streamEntities,
} from '@connectory/database';
import type { ConnectorRecord, ImportRecord } from '@connectory/lifecycle';
import type { Response } from 'express';
import type { Piece } from '../bodies/in-chunks.ts';
import { jsonArray, jsonObject, onePiece } from '../bodies/json-pieces.ts';
import type { LargeResponses } from '../bodies/large-responses.ts';
import { replaceBaseUrl } from '../bodies/replace-base-url.ts';
import { oneConnectorPieces, previewedConnectorPieces } from '../connectors/connector-pieces.ts';
import { schemaBaseUrl } from '../connectors/present-connector.ts';
import { ApiError } from '../http/api-error.ts';
import { presentImport } from './present-import.ts';

export interface ResultDependencies {
  readonly database: Database;
  readonly large: LargeResponses;
  readonly baseUrl: () => string;
}

/**
 * Streams ImportHTTPConnectorResult. Entities are sent as stored, a batch at a time, as fast as the client reads.
 */
export async function streamImportResult(
  dependencies: ResultDependencies,
  record: ImportRecord,
  response: Response,
  status: 200 | 201,
): Promise<void> {
  const { database, large } = dependencies;
  const stored = await findConnector(database, record.organisationId, record.connectorId);
  const connector = stored ?? (await findPreviewedConnector(database, record));
  if (connector !== undefined && record.options.dryRun === true) {
    const connectorText =
      stored === undefined ? previewedConnectorPieces(connector) : oneConnectorPieces(database, stored);
    await large.send(
      response.status(200).type('json'),
      resultPieces(dependencies, record, connectorText, emptyLists()),
    );
    return;
  }
  if (connector === undefined || record.versionId === null || record.version === null) {
    throw new ApiError('connector_not_found', `The connector ${record.connectorId} of this import was deleted.`);
  }
  const lists = entityLists(dependencies, connector, { id: record.versionId, name: record.version });
  const connectorText = oneConnectorPieces(database, connector);
  await large.send(response.status(status).type('json'), resultPieces(dependencies, record, connectorText, lists));
}

type EntityLists = { readonly [Kind in EntityKind]: AsyncIterable<Piece> };

/** A dry run stores nothing, so it has no definitions, actions or triggers. */
function emptyLists(): EntityLists {
  return { definitions: onePiece('[]'), actions: onePiece('[]'), triggers: onePiece('[]') };
}

function entityLists(
  { database, large, baseUrl }: ResultDependencies,
  { organisationId, id }: ConnectorRecord,
  version: { readonly id: string; readonly name: string },
): EntityLists {
  const base = schemaBaseUrl(baseUrl(), organisationId, id, version.name);
  const list = (kind: EntityKind): AsyncIterable<Piece> => jsonArray(bodies(kind));
  const bodies = async function* (kind: EntityKind): AsyncGenerator<AsyncIterable<Piece>, void, undefined> {
    for await (const text of streamEntities(database, kind, version.id)) yield replaceBaseUrl(large.read(text), base);
  };
  return { definitions: list('definitions'), actions: list('actions'), triggers: list('triggers') };
}

function resultPieces(
  { database, large, baseUrl }: ResultDependencies,
  record: ImportRecord,
  connector: AsyncIterable<Piece>,
  lists: EntityLists,
): AsyncIterable<Piece> {
  return jsonObject(
    { import: presentImport(record, baseUrl()) },
    { connector, ...lists, messages: importMessages(database, large, record.id) },
  );
}

/** The messages of an import. They are read when they are sent. */
export async function* importMessages(
  database: Database,
  large: LargeResponses,
  importId: string,
): AsyncGenerator<Piece, void, undefined> {
  yield* large.read(await readImportMessages(database, importId));
}
