import { type ConnectorRelations, type Database, streamVersions, streamVersionsOf } from '@connectory/database';
import type { ConnectorRecord, VersionRecord } from '@connectory/lifecycle';
import type { Piece } from '../bodies/in-chunks.ts';
import { eachAsJson, jsonArray, jsonObject, onePiece } from '../bodies/json-pieces.ts';
import { presentConnector, presentVersion } from './present-connector.ts';

/** JSON text of connectors with their versions. Versions are read while the text is sent. */
export async function* connectorsPieces(
  database: Database,
  connectors: readonly ConnectorRecord[],
  relations?: ConnectorRelations,
): AsyncGenerator<AsyncIterable<Piece>, void, undefined> {
  const ids = connectors.map(({ id }) => id);
  const versions = peekable(streamVersions(database, ids, relations));
  for (const connector of connectors) yield connectorPieces(connector, versions.takeOf(connector.id));
}

/** JSON text of one connector with its versions. */
export function oneConnectorPieces(database: Database, connector: ConnectorRecord): AsyncIterable<Piece> {
  return connectorPieces(connector, streamVersionsOf(database, connector.id));
}

/** JSON text of a connector that is not stored, which has no versions. */
export function previewedConnectorPieces(connector: ConnectorRecord): AsyncIterable<Piece> {
  return connectorPieces(connector, noVersions());
}

async function* noVersions(): AsyncGenerator<VersionRecord, void, undefined> {}

function connectorPieces(connector: ConnectorRecord, versions: AsyncIterable<VersionRecord>): AsyncIterable<Piece> {
  return jsonObject(presentConnector(connector), {
    tags: onePiece(connector.tagsJson),
    authSchemeConfigs: onePiece(connector.authSchemeConfigsJson),
    connectionVariables: onePiece(connector.connectionVariablesJson),
    versions: jsonArray(eachAsJson(presentEach(versions))),
  });
}

async function* presentEach(versions: AsyncIterable<VersionRecord>) {
  for await (const version of versions) yield presentVersion(version);
}

type OwnedVersion = { readonly connectorId: string; readonly version: VersionRecord };

/** Allows to take the versions of one connector, and to leave those behind them for the next one. */
function peekable(versions: AsyncGenerator<OwnedVersion, void, undefined>) {
  let next: IteratorResult<OwnedVersion, void> | undefined;
  return {
    takeOf: async function* (id: string): AsyncGenerator<VersionRecord, void, undefined> {
      for (;;) {
        next ??= await versions.next();
        if (next.done === true || next.value.connectorId !== id) return;
        yield next.value.version;
        next = undefined;
      }
    },
  };
}
