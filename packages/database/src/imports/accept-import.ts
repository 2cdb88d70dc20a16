import { createId } from '../create-id.ts';
import type { Database, Transaction } from '../database.ts';
import { violatedConstraint } from '../violated-constraint.ts';
import { activeKey } from './active-key.ts';
import { type ImportRecord, type ImportRequestOptions, toImportRecord } from './import-record.ts';

export interface ImportSubmission {
  readonly organisationId: string;
  /** An existing connector of this organisation; absent to create one. */
  readonly connectorId?: string;
  /** Absent only for a new connector: the document then names it. */
  readonly version?: string;
  readonly options: ImportRequestOptions;
  readonly requestId: string;
  readonly document: {
    readonly sha256: Uint8Array<ArrayBuffer>;
    /** Of the upload, before `content` was encoded. */
    readonly bytes: number;
    readonly encoding: 'gzip' | 'identity';
    readonly content: Uint8Array<ArrayBuffer>;
    readonly filename: string;
    readonly mediaType: string;
  };
}

export type Acceptance =
  | { readonly outcome: 'accepted'; readonly import: ImportRecord }
  | { readonly outcome: 'connector-not-found' }
  | { readonly outcome: 'version-exists' }
  /** Another import of the same version has not ended yet. */
  | { readonly outcome: 'import-in-progress' };

/**
 * Stores a document and the import of it, `queued`, in one transaction. The job is the caller's to add after it: should that
 * fail, the sweeper adds it.
 */
export async function acceptImport(database: Database, submission: ImportSubmission): Promise<Acceptance> {
  try {
    return await database.prisma.$transaction((tx) => acceptWithin(tx, submission), {
      timeout: 60_000,
      maxWait: 30_000,
    });
  } catch (error) {
    if (violatedConstraint(error) === 'imports_active_key_key') return { outcome: 'import-in-progress' };
    throw error;
  }
}

async function acceptWithin(tx: Transaction, submission: ImportSubmission): Promise<Acceptance> {
  const { organisationId, connectorId, version, document } = submission;
  if (connectorId !== undefined) {
    const connector = await tx.connector.findFirst({
      where: { id: connectorId, organisationId },
      select: { id: true },
    });
    if (connector === null) return { outcome: 'connector-not-found' };
    if (version !== undefined) {
      const existing = await tx.connectorVersion.count({ where: { connectorId, name: version } });
      if (existing > 0) return { outcome: 'version-exists' };
    }
  }
  await tx.$executeRaw`
    insert into documents (sha256, bytes, encoding, content)
    values (${document.sha256}, ${document.bytes}, ${document.encoding}, ${document.content})
    on conflict (sha256) do nothing`;
  const target = connectorId ?? createId();
  const row = await tx.import.create({
    data: {
      id: createId(),
      organisationId,
      connectorId: target,
      createsConnector: connectorId === undefined,
      version: version ?? null,
      activeKey: activeKey({ connectorId, version }),
      documentSha256: document.sha256,
      filename: document.filename,
      mediaType: document.mediaType,
      options: JSON.stringify(submission.options),
      requestId: submission.requestId,
      enqueuedAt: new Date(),
      enqueues: 1,
    },
    include: { document: { select: { bytes: true } } },
  });
  return { outcome: 'accepted', import: toImportRecord(row) };
}
