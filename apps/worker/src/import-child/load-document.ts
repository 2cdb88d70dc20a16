import { createHash } from 'node:crypto';
import {
  type Database,
  findKnownDocument,
  packDocument,
  packedEncoding,
  readStoredDocument,
  reuseKnownDocument,
  storeFetchedDocument,
  unpackDocumentSync,
} from '@connectory/database';
import type { ClaimedWork } from '@connectory/lifecycle';
import { type FetchedDocument, fetchDocument } from './fetch-document.ts';
import type { FetchFailure } from './fetch-failures.ts';
import type { ImportRun } from './import-run.ts';

export type LoadedDocument =
  /** `fetched` in this attempt. It is stored by now, so that later attempts get the same bytes. */
  | { readonly kind: 'stored' | 'fetched'; readonly bytes: Uint8Array }
  | { readonly kind: 'failed'; readonly failure: FetchFailure }
  | { readonly kind: 'claim-lost' };

/** Loads the document of a claimed import: the stored bytes, or those of its `schemaURL`, which it then stores. */
export async function loadDocument(run: ImportRun, work: ClaimedWork): Promise<LoadedDocument> {
  const { database, claim } = run;
  const { documentSha256, document, connectorId } = work;
  if (document !== undefined) return { kind: 'stored', bytes: unpackDocumentSync(document) };
  if (documentSha256 !== null) return { kind: 'stored', bytes: await readBytes(database, documentSha256) };
  const { schemaURL } = work.options;
  if (schemaURL === undefined) throw new Error(`import ${claim.importId} has no document`);
  run.onProgress({ stage: 'fetching', done: 0, total: 0 });
  const known = await findKnownDocument(database, { connectorId, schemaURL });
  const outcome = await fetchDocument(run.fetching, schemaURL, known);
  switch (outcome.kind) {
    case 'failed':
      return outcome;
    case 'unchanged':
      if (known === undefined || !(await reuseKnownDocument(database, claim, known))) return { kind: 'claim-lost' };
      return { kind: 'fetched', bytes: await readBytes(database, Buffer.from(known.sha256, 'hex')) };
    case 'fetched':
      return (await store(run, outcome)) ? { kind: 'fetched', bytes: outcome.bytes } : { kind: 'claim-lost' };
  }
}

/** @returns false if the claim is lost. */
async function store({ database, claim }: ImportRun, fetched: FetchedDocument): Promise<boolean> {
  const { bytes, filename, mediaType, etag, lastModified } = fetched;
  const sha256 = new Uint8Array(createHash('sha256').update(bytes).digest());
  const content = await packDocument(bytes);
  const document = { sha256, bytes: bytes.length, encoding: packedEncoding, content };
  return storeFetchedDocument(database, claim, { document, filename, mediaType, etag, lastModified });
}

async function readBytes(database: Database, sha256: Uint8Array): Promise<Uint8Array> {
  const hex = Buffer.from(sha256).toString('hex');
  const stored = await readStoredDocument(database, hex);
  if (stored === undefined) throw new Error(`document ${hex} is not stored`);
  return unpackDocumentSync(stored);
}
