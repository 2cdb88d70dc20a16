import type { AuditEventResource } from '@connectory/contract';
import type { AuditRecord } from '@connectory/lifecycle';
import type { Response } from 'express';
import { csvPieces } from '../bodies/csv-pieces.ts';
import type { Piece } from '../bodies/in-chunks.ts';

export const exportTypes = ['text/csv', 'application/x-ndjson'] as const;

export type ExportType = (typeof exportTypes)[number];

/** The text of all events in pieces. Memory does not grow with their number. Sets the headers of the response. */
export function exportEvents(
  batches: Batches,
  present: Present,
  type: ExportType,
  response: Response,
): AsyncIterable<Piece> {
  const extension = type === 'text/csv' ? 'csv' : 'jsonl';
  response.set('Content-Disposition', `attachment; filename="audit.${extension}"`);
  response.type(type === 'text/csv' ? 'text/csv; charset=utf-8' : type);
  return type === 'text/csv' ? csvPieces(Object.keys(columns), rows(batches, present)) : lines(batches, present);
}

type Batches = AsyncIterable<readonly AuditRecord[]>;
type Present = (event: AuditRecord) => AuditEventResource;

async function* lines(batches: Batches, present: Present): AsyncGenerator<string, void, undefined> {
  for await (const batch of batches) yield batch.map((event) => `${JSON.stringify(present(event))}\n`).join('');
}

async function* rows(batches: Batches, present: Present): AsyncGenerator<readonly unknown[], void, undefined> {
  for await (const batch of batches) {
    for (const event of batch) {
      const presented = present(event);
      yield Object.values(columns).map((cell) => cell(presented));
    }
  }
}

const columns: { readonly [heading: string]: (event: AuditEventResource) => string | undefined } = {
  id: (event) => event.id,
  at: (event) => event.at,
  organisationId: (event) => event.organisationId,
  actorKind: (event) => event.actor.kind,
  actorId: (event) => event.actor.id,
  actorName: (event) => event.actor.name,
  action: (event) => event.action,
  targetKind: (event) => event.target?.kind,
  targetId: (event) => event.target?.id,
  outcome: (event) => event.outcome,
  requestId: (event) => event.requestId,
  address: (event) => event.address,
  details: (event) => JSON.stringify(event.details),
};
