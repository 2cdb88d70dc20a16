import { createHash } from 'node:crypto';
import {
  type Database,
  findKnownDocument,
  packDocument,
  packedEncoding,
  readStoredDocument,
  reuseKnownDocument,
  storeFetchedDocument,
} from '@connectory/database';
import type { Claim, ClaimedWork, StoredDocument } from '@connectory/lifecycle';
import { type FetchedDocument, fetchDocument } from './fetch-document.ts';
import type { FetchFailure } from './fetch-failures.ts';
import type { FetchDependencies } from './budgeted-fetch.ts';

export type LoadedDocument =
  /** `fetched` in this attempt. It is stored by now, so that later attempts get the same bytes. */
  | { readonly kind: 'stored' | 'fetched'; readonly document: StoredDocument }
  | { readonly kind: 'failed'; readonly failure: FetchFailure }
  | { readonly kind: 'claim-lost' };

export interface LoadDependencies {
  readonly database: Database;
  readonly fetching: FetchDependencies;
  /** Called before the document is fetched. */
  readonly onFetch: () => void;
}

/** Loads the document of a claimed import: the stored one, or that of its `schemaURL`, which it then stores. */
export async function loadDocument(dependencies: LoadDependencies, work: ClaimedWork): Promise<LoadedDocument> {
  const { database, fetching, onFetch } = dependencies;
  const { claim, documentSha256, document, connectorId } = work;
  if (document !== undefined) return { kind: 'stored', document };
  if (documentSha256 !== null) return { kind: 'stored', document: await readStored(database, documentSha256) };
  const { schemaURL } = work.options;
  if (schemaURL === undefined) throw new Error(`import ${claim.importId} has no document`);
  onFetch();
  const known = await findKnownDocument(database, { connectorId, schemaURL });
  const outcome = await fetchDocument(fetching, schemaURL, known);
  switch (outcome.kind) {
    case 'failed':
      return outcome;
    case 'unchanged':
      if (known === undefined || !(await reuseKnownDocument(database, claim, known))) return { kind: 'claim-lost' };
      return { kind: 'fetched', document: await readStored(database, Buffer.from(known.sha256, 'hex')) };
    case 'fetched':
      return (await store(database, claim, outcome))
        ? { kind: 'fetched', document: asStored(outcome.bytes) }
        : { kind: 'claim-lost' };
  }
}

/** @returns false if the claim is lost. */
async function store(database: Database, claim: Claim, fetched: FetchedDocument): Promise<boolean> {
  const { bytes, filename, mediaType, etag, lastModified } = fetched;
  const sha256 = new Uint8Array(createHash('sha256').update(bytes).digest());
  const content = await packDocument(bytes);
  const document = { sha256, bytes: bytes.length, encoding: packedEncoding, content };
  return storeFetchedDocument(database, claim, { document, filename, mediaType, etag, lastModified });
}

function asStored(bytes: Uint8Array<ArrayBuffer>): StoredDocument {
  return { bytes: bytes.length, encoding: 'identity', content: bytes };
}

async function readStored(database: Database, sha256: Uint8Array): Promise<StoredDocument> {
  const hex = Buffer.from(sha256).toString('hex');
  const stored = await readStoredDocument(database, hex);
  if (stored === undefined) throw new Error(`document ${hex} is not stored`);
  return stored;
}
