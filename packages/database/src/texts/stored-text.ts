import type pg from 'pg';
import type { Database } from '../postgres/database.ts';

/** A text of the database, as UTF-8. It can be hundreds of megabytes. */
export interface StoredText {
  readonly bytes: number;
  /** Reads it piece by piece. A large text holds a connection until its end: keep the pieces in a file if their reader may be slow. */
  pieces(): AsyncGenerator<Buffer, void, undefined>;
}

/** A statement with one column, `content`, and at most one row. */
export interface TextStatement {
  /** One of a fixed number of texts: it is prepared. */
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Texts up to this size are read as a whole. */
export const wholeTextBytes = 256 * 1024;

const pieceBytes = 256 * 1024;

/** Pieces that are in memory at a time. */
const piecesPerFetch = 4;

/** Finds a text; undefined without a row, or when the column is null. */
export async function findStoredText(database: Database, statement: TextStatement): Promise<StoredText | undefined> {
  const [row] = await database.sql.query<{ bytes: number | null; content: string | null }>(
    `select octet_length(content) as bytes,
            case when octet_length(content) <= ${wholeTextBytes} then content end as content
       from (${statement.text}) as stored`,
    statement.values,
  );
  if (row === undefined || row.bytes === null) return undefined;
  return row.content === null ? largeText(database, row.bytes, statement) : textInMemory(row.content);
}

/** A text that is in memory already. */
export function textInMemory(text: string): StoredText {
  const bytes = Buffer.from(text);
  return {
    bytes: bytes.length,
    pieces: async function* () {
      yield bytes;
    },
  };
}

/** @param statement finds the text. */
export function largeText(database: Database, bytes: number, statement: TextStatement): StoredText {
  return { bytes, pieces: () => readPieces(database, statement) };
}

/**
 * One statement cuts the text, so that the server decompresses it once. Reading `substring(…)` piece by piece would decompress it for each
 * piece.
 */
async function* readPieces(database: Database, statement: TextStatement): AsyncGenerator<Buffer, void, undefined> {
  const client = await database.pool.connect();
  client.on('error', ignore);
  let isOpen = false;
  try {
    await client.query('begin read only');
    isOpen = true;
    await declareCursor(client, statement);
    for (;;) {
      const { rows } = await client.query<{ piece: Buffer }>(`fetch ${piecesPerFetch} from pieces`);
      for (const { piece } of rows) yield piece;
      if (rows.length < piecesPerFetch) break;
    }
    await client.query('commit');
    isOpen = false;
  } finally {
    client.off('error', ignore);
    // The reader may have stopped early, or the connection may be lost. A new connection is cheaper than finding out.
    client.release(isOpen);
  }
}

function ignore(): void {}

async function declareCursor(client: pg.PoolClient, { text, values }: TextStatement): Promise<void> {
  await client.query(
    `declare pieces no scroll cursor for
       with whole as materialized (select convert_to(content, 'UTF8') as bytes from (${text}) as stored)
       select substring(bytes from start for ${pieceBytes}) as piece
         from whole, generate_series(1, octet_length(bytes), ${pieceBytes}) as start`,
    [...values],
  );
}
