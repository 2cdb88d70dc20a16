import type { Transaction } from '../database.ts';

export interface NewDocument {
  readonly sha256: Uint8Array<ArrayBuffer>;
  /** Of the document as it came, before `content` was encoded. */
  readonly bytes: number;
  readonly encoding: 'gzip' | 'identity';
  readonly content: Uint8Array<ArrayBuffer>;
}

/** Stores a document once, whatever it is called and however often it comes. */
export async function storeDocument(tx: Transaction, document: NewDocument): Promise<void> {
  await tx.$executeRaw`
    insert into documents (sha256, bytes, encoding, content)
    values (${document.sha256}, ${document.bytes}, ${document.encoding}, ${document.content})
    on conflict (sha256) do nothing`;
}
