import { type Database, type DocumentFacts, streamDocument } from '@connectory/database';
import type { Request, Response } from 'express';
import { sentNotModified } from '../http/send-unless-known.ts';
import type { LargeResponses } from './large-responses.ts';

interface SentDocument {
  readonly facts: DocumentFacts;
  readonly filename: string | null | undefined;
  /** As the client or the host stated it. */
  readonly mediaType: string | null | undefined;
}

/** Sends a document as it was uploaded or fetched. Its hash is the ETag. */
export async function sendDocument(
  { database, large }: { readonly database: Database; readonly large: LargeResponses },
  { facts, filename, mediaType }: SentDocument,
  [request, response]: readonly [Request, Response],
): Promise<void> {
  // Never shown inline, because an uploaded page must not run in this origin.
  response.set('Cache-Control', 'private, no-cache').attachment(filename ?? 'document');
  response.set('Content-Type', mediaType ?? 'application/octet-stream');
  response.set('Content-Length', String(facts.bytes));
  if (sentNotModified(request, response, `"${facts.sha256Hex}"`)) return;
  await large.send(response, streamDocument(database, facts), facts.bytes);
}
