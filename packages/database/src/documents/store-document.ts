import type { DocumentEncoding } from '@connectory/lifecycle';
import type { SqlSession } from '../postgres/sql-session.ts';

export interface NewDocument {
  readonly sha256: Uint8Array<ArrayBuffer>;
  /** Size before encoding. */
  readonly bytes: number;
  readonly encoding: DocumentEncoding;
  readonly content: Uint8Array<ArrayBuffer>;
}

/**
 * Stores a document once per content. A document that is already stored is not sent again. Its row is locked until the transaction ends,
 * or stored again if it was removed in between, so that the caller can refer to it.
 */
export async function storeDocument(tx: SqlSession, document: NewDocument): Promise<void> {
  for (;;) {
    const held = await tx.$queryRaw<unknown[]>`select 1 from documents where sha256 = ${document.sha256} for key share`;
    if (held.length === 1) return;
    const inserted = await tx.$executeRaw`
      insert into documents (sha256, bytes, encoding, content)
      values (${document.sha256}, ${document.bytes}, ${document.encoding}, ${document.content})
      on conflict (sha256) do nothing`;
    if (inserted === 1) return;
  }
}
