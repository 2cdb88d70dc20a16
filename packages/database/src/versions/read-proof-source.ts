import type { ImportOverlay, ImportRequestOptions, StoredDocument } from '@connectory/lifecycle';
import { toStoredDocument } from '@connectory/encoding';
import { readAppliedOverlays } from '../overlays/applied-overlays.ts';
import type { Database } from '../postgres/database.ts';

/** The sources of a version. */
export interface ProofSource {
  /** Undefined for a version that was made by hand, or whose document is gone. */
  readonly document: StoredDocument | undefined;
  readonly importerVersion: string | null;
  readonly options: Pick<ImportRequestOptions, 'schemaURL' | 'include' | 'exclude' | 'root'>;
  /** JSON array of Message. */
  readonly messagesJson: string;
  /** The overlays that were applied to the document, as far as the version keeps them. */
  readonly overlays: readonly ImportOverlay[];
}

interface SourceRow {
  readonly importer_version: string | null;
  readonly import_source: string;
  readonly messages: string;
  readonly applied_overlays: string | null;
  readonly bytes: number | null;
  readonly encoding: string;
  readonly content: Buffer;
}

/** Reads the document and the messages of a version; undefined when there is no such version. */
export async function readProofSource({ pool }: Database, versionId: string): Promise<ProofSource | undefined> {
  const { rows } = await pool.query<SourceRow>(
    `select v.importer_version, v.import_source, v.messages, v.applied_overlays, d.bytes, d.encoding, d.content
       from connector_versions v left join documents d on d.sha256 = v.document_sha256 where v.id = $1`,
    [versionId],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const { importer_version: importerVersion, import_source: source, bytes, messages } = row;
  const { options = {} }: { readonly options?: ProofSource['options'] } = JSON.parse(source);
  return {
    document: bytes === null ? undefined : toStoredDocument({ ...row, bytes }),
    importerVersion,
    options,
    messagesJson: messages,
    overlays: readAppliedOverlays(row.applied_overlays),
  };
}
