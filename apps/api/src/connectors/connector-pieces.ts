import { type ConnectorRelations, type Database, streamVersions } from '@connectory/database';
import type { ConnectorRecord, VersionRecord } from '@connectory/lifecycle';
import type { Piece } from '../bodies/in-chunks.ts';
import { eachAsJson, jsonArray, jsonObject, onePiece } from '../bodies/json-pieces.ts';
import { presentConnector, presentVersion } from './present-connector.ts';

type OwnedVersion = { readonly connectorId: string; readonly version: VersionRecord };

/** JSON text of connectors with their versions. Versions are read while the text is sent. */
export async function* connectorsPieces(
  database: Database,
  connectors: readonly ConnectorRecord[],
  relations?: ConnectorRelations,
): AsyncGenerator<AsyncIterable<Piece>, void, undefined> {
  const ids = connectors.map(({ id }) => id);
  const versions = peekable(streamVersions(database, ids, relations));
  for (const connector of connectors)
    yield connectorPieces(
      connector,
      versions.takeWhile(({ connectorId }) => connectorId === connector.id),
    );
}

/** JSON text of one connector with its versions. */
export function oneConnectorPieces(database: Database, connector: ConnectorRecord): AsyncIterable<Piece> {
  return connectorPieces(connector, streamVersions(database, [connector.id]));
}

/** JSON text of a connector that is not stored, which has no versions. */
export function previewedConnectorPieces(connector: ConnectorRecord): AsyncIterable<Piece> {
  return connectorPieces(connector, noVersions());
}

async function* noVersions(): AsyncGenerator<OwnedVersion, void, undefined> {}

function connectorPieces(connector: ConnectorRecord, versions: AsyncIterable<OwnedVersion>): AsyncIterable<Piece> {
  return jsonObject(presentConnector(connector), {
    tags: onePiece(connector.tagsJson),
    authSchemeConfigs: onePiece(connector.authSchemeConfigsJson),
    connectionVariables: onePiece(connector.connectionVariablesJson),
    versions: jsonArray(eachAsJson(presentEach(versions))),
  });
}

async function* presentEach(versions: AsyncIterable<OwnedVersion>) {
  for await (const { version } of versions) yield presentVersion(version);
}

/** Allows to take a run of items, and to leave the item behind it for the next run. */
function peekable<Item>(items: AsyncGenerator<Item, void, undefined>) {
  let next: IteratorResult<Item, void> | undefined;
  return {
    takeWhile: async function* (isWanted: (item: Item) => boolean): AsyncGenerator<Item, void, undefined> {
      for (;;) {
        next ??= await items.next();
        if (next.done === true || !isWanted(next.value)) return;
        yield next.value;
        next = undefined;
      }
    },
  };
}
