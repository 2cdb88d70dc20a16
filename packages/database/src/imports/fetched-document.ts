import { type Claim, parseImportSource, storedText } from '@connectory/lifecycle';
import { type NewDocument, storeDocument } from '../documents/store-document.ts';
import type { Database } from '../postgres/database.ts';
import { inWriteTransaction } from '../postgres/write-transaction.ts';
import { holdsClaim } from './fence.ts';
import { importChannel } from './import-channel.ts';

/** The validators of an HTTP response, for a conditional request later (RFC 9110, section 8.8). */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export interface FetchedDocument extends Validators {
  readonly document: NewDocument;
  readonly filename: string;
  readonly mediaType: string | null;
}

/** Stores a fetched document and assigns it to the claimed import. @returns false when the claim is lost. */
export async function storeFetchedDocument(
  database: Database,
  claim: Claim,
  fetched: FetchedDocument,
): Promise<boolean> {
  return inWriteTransaction(database, async (tx) => {
    await storeDocument(tx, fetched.document);
    const filename = storedText(fetched.filename);
    const rows = await tx.$queryRaw<unknown[]>`
      with changed as (
        update imports
           set document_sha256 = ${fetched.document.sha256}, filename = ${filename}, media_type = ${fetched.mediaType},
               source_etag = ${fetched.etag}, source_last_modified = ${fetched.lastModified}, revision = revision + 1
         where ${holdsClaim(claim)}
        returning id, status
      )
      select pg_notify(${importChannel}, id || ' ' || status)::text from changed`;
    return rows.length === 1;
  });
}

/** A document that was fetched before, as a version of the connector has it. */
export interface KnownDocument extends Validators {
  readonly versionId: string;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Only the newest versions are searched: a URL is mostly repeated from the last version. */
const versionsSearched = 20;

/** Finds the document of the connector's newest version that was fetched from a URL, with its validators. */
export async function findKnownDocument(
  database: Database,
  target: { connectorId: string; schemaURL: string },
): Promise<KnownDocument | undefined> {
  const rows = await database.prisma.connectorVersion.findMany({
    where: {
      connectorId: target.connectorId,
      documentSha256: { not: null },
      OR: [{ sourceEtag: { not: null } }, { sourceLastModified: { not: null } }],
    },
    select: { id: true, documentSha256: true, importSource: true, sourceEtag: true, sourceLastModified: true },
    orderBy: { importedAt: 'desc' },
    take: versionsSearched,
  });
  const row = rows.find(({ importSource }) => parseImportSource(importSource).options.schemaURL === target.schemaURL);
  if (row === undefined || row.documentSha256 === null) return undefined;
  const sha256 = Buffer.from(row.documentSha256).toString('hex');
  return { versionId: row.id, sha256, etag: row.sourceEtag, lastModified: row.sourceLastModified };
}

/**
 * Assigns the document of a version to a claimed import, after its host has answered that it is unchanged.
 * @returns false when the claim is lost, or the version has changed.
 */
export async function reuseKnownDocument(database: Database, claim: Claim, known: KnownDocument): Promise<boolean> {
  const count = await database.sql.$executeRaw`
    update imports
       set document_sha256 = version.document_sha256, source_etag = version.source_etag,
           source_last_modified = version.source_last_modified, revision = revision + 1,
           filename = version.import_source::json ->> 'filename', media_type = version.import_source::json ->> 'mediaType'
      from connector_versions version
     where version.id = ${known.versionId} and version.document_sha256 = ${Buffer.from(known.sha256, 'hex')}
       and ${holdsClaim(claim)}`;
  return count === 1;
}
