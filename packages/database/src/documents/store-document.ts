import type { SqlSession } from '../postgres/sql-session.ts';
import type { DocumentEncoding } from './pack-document.ts';

export interface NewDocument {
  readonly sha256: Uint8Array<ArrayBuffer>;
  /** Of the document as it came, before `content` was encoded. */
  readonly bytes: number;
  readonly encoding: DocumentEncoding;
  readonly content: Uint8Array<ArrayBuffer>;
}

/**
 * Stores a document once, whatever it is called and however often it comes. One that is stored already is not sent again; it is held until
 * the transaction ends, and stored again if it was removed in between: the row is there for whoever refers to it next.
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
