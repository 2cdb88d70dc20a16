import { randomUUID } from 'node:crypto';
import type { Database } from '../postgres/database.ts';
import { createTurns } from '../postgres/create-turns.ts';
import { inSingleWriteTransaction } from '../postgres/write-transaction.ts';
import type { NewDocument } from './store-document.ts';

/** Large documents that a process stores at a time. Each holds a connection. */
const inTurn = createTurns(2);

/**
 * Stores a large document once per content, piece by piece, so that this process never holds it as a whole. As one parameter, a document
 * is in memory several times.
 */
export async function storeInPieces(
  database: Database,
  { sha256, bytes, encoding }: Omit<NewDocument, 'content'>,
  pieces: AsyncIterable<Uint8Array>,
): Promise<void> {
  const uploadId = randomUUID();
  await inTurn(() =>
    inSingleWriteTransaction(database, async (tx) => {
      let position = 0;
      for await (const piece of pieces) {
        await tx.$executeRaw`
          insert into document_pieces (upload_id, position, piece) values (${uploadId}::uuid, ${position}, ${piece})`;
        position += 1;
      }
      await tx.$executeRaw`
        insert into documents (sha256, bytes, encoding, content)
        select ${sha256}, ${bytes}, ${encoding}, string_agg(piece, ''::bytea order by position)
          from document_pieces where upload_id = ${uploadId}::uuid
        on conflict (sha256) do nothing`;
      await tx.$executeRaw`delete from document_pieces where upload_id = ${uploadId}::uuid`;
    }),
  );
}
