import { type Database, type ItemFilter, streamReimportItems } from '@connectory/database';
import type { ReimportItemRecord } from '@connectory/lifecycle';
import type { Response } from 'express';
import { csvPieces } from '../bodies/csv-pieces.ts';
import type { Piece } from '../bodies/in-chunks.ts';
import { presentItem } from './present-reimport.ts';

export const exportTypes = ['text/csv', 'application/x-ndjson'] as const;

export type ExportType = (typeof exportTypes)[number];

/** The text of all items in pieces. Memory does not grow with their number. Sets the headers of the response. */
export function exportItems(
  database: Database,
  filter: ItemFilter,
  type: ExportType,
  response: Response,
): AsyncIterable<Piece> {
  const extension = type === 'text/csv' ? 'csv' : 'jsonl';
  response.set('Content-Disposition', `attachment; filename="reimport-${filter.reimportId}.${extension}"`);
  response.type(type === 'text/csv' ? 'text/csv; charset=utf-8' : type);
  return type === 'text/csv' ? csvPieces(Object.keys(columns), rows(database, filter)) : lines(database, filter);
}

async function* eachItem(database: Database, filter: ItemFilter): AsyncGenerator<ReimportItemRecord, void, undefined> {
  for await (const batch of streamReimportItems(database, filter)) yield* batch;
}

async function* lines(database: Database, filter: ItemFilter): AsyncGenerator<string, void, undefined> {
  for await (const item of eachItem(database, filter)) yield `${JSON.stringify(presentItem(item))}\n`;
}

async function* rows(database: Database, filter: ItemFilter): AsyncGenerator<readonly unknown[], void, undefined> {
  for await (const item of eachItem(database, filter)) {
    const presented = presentItem(item);
    yield Object.values(columns).map((cell) => cell(presented));
  }
}

const columns: { readonly [heading: string]: (item: ReturnType<typeof presentItem>) => string | number | undefined } = {
  position: (item) => item.position,
  organisationId: (item) => item.organisationId,
  connectorId: (item) => item.connectorId,
  connectorName: (item) => item.connectorName,
  versionId: (item) => item.versionId,
  version: (item) => item.version,
  targetVersion: (item) => item.targetVersion,
  outcome: (item) => item.outcome,
  importId: (item) => item.importId,
  breaking: (item) => item.diff?.breaking,
  nonBreaking: (item) => item.diff?.nonBreaking,
  annotation: (item) => item.diff?.annotation,
  errorCode: (item) => item.error?.code,
  errorMessage: (item) => item.error?.message,
  startedAt: (item) => item.startedAt,
  finishedAt: (item) => item.finishedAt,
};
