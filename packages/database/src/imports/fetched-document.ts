import type { Database } from '../postgres/database.ts';
import { storedText } from '../stored-text.ts';
import type { Claim } from './claim-import.ts';
import { importChannel } from './import-channel.ts';
import { parseImportSource } from './import-source.ts';
import { type NewDocument, storeDocument } from '../documents/store-document.ts';

/** What a host says of a document, to be sent back with the question whether it has changed (RFC 9110, section 8.8). */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export interface FetchedDocument extends Validators {
  readonly document: NewDocument;
  readonly filename: string;
  readonly mediaType: string | null;
}

/** Stores what was fetched for a claimed import, and makes it the import's document. @returns false when the claim is lost. */
export async function storeFetchedDocument(
  database: Database,
  claim: Claim,
  fetched: FetchedDocument,
): Promise<boolean> {
  return database.prisma.$transaction(
    async (tx) => {
      await storeDocument(tx, fetched.document);
      const filename = storedText(fetched.filename);
      const rows = await tx.$queryRaw<unknown[]>`
        with changed as (
          update imports
             set document_sha256 = ${fetched.document.sha256}, filename = ${filename}, media_type = ${fetched.mediaType},
                 source_etag = ${fetched.etag}, source_last_modified = ${fetched.lastModified}, revision = revision + 1
           where id = ${claim.importId} and claim_token = ${claim.token}::uuid and status = 'running'
          returning id, status
        )
        select pg_notify(${importChannel}, id || ' ' || status)::text from changed`;
      return rows.length === 1;
    },
    { timeout: 60_000, maxWait: 30_000 },
  );
}

/** A document that was fetched before, by the version that was made of it. */
export interface KnownDocument extends Validators {
  readonly versionId: string;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Versions looked at: whoever names a URL again has mostly named it for the last version. */
const versionsLookedAt = 20;

/** What a connector's newest version that was fetched from a URL knows of its document. */
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
    take: versionsLookedAt,
  });
  const row = rows.find(({ importSource }) => parseImportSource(importSource).options.schemaURL === target.schemaURL);
  if (row === undefined || row.documentSha256 === null) return undefined;
  const sha256 = Buffer.from(row.documentSha256).toString('hex');
  return { versionId: row.id, sha256, etag: row.sourceEtag, lastModified: row.sourceLastModified };
}

/** Gives a claimed import the document of a version, which has not changed since. @returns false when the claim is lost, or the version. */
export async function reuseKnownDocument(database: Database, claim: Claim, known: KnownDocument): Promise<boolean> {
  const count = await database.prisma.$executeRaw`
    update imports
       set document_sha256 = version.document_sha256, source_etag = version.source_etag,
           source_last_modified = version.source_last_modified, revision = revision + 1,
           filename = version.import_source::json ->> 'filename', media_type = version.import_source::json ->> 'mediaType'
      from connector_versions version
     where version.id = ${known.versionId} and version.document_sha256 = ${Buffer.from(known.sha256, 'hex')}
       and imports.id = ${claim.importId} and imports.claim_token = ${claim.token}::uuid and imports.status = 'running'`;
  return count === 1;
}
