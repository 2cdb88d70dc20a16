import type { Duplex } from 'node:stream';
import type pg from 'pg';
import { CopyIn, copyDataHeader, copyDone, copyFail } from './copy-in.ts';
import type { QueryTarget } from './sql-session.ts';

/** Bytes of rows that may wait to be sent: beyond, no more are made. */
const maxWaitingBytes = 512 * 1024;

/**
 * What a connection in pipeline mode is asked for, in order. A statement goes out as soon as all before it is out: for answers nobody waits but who
 * asked. What is asked for in one go leaves in one piece, so that the server is not woken for each part of it.
 */
export interface Outgoing extends QueryTarget {
  /**
   * @returns `sent` resolves when all rows are out, and rejects with what `chunks` throws; `stored` when the server has stored them, and rejects with
   * what it has against them.
   */
  copy(
    table: string,
    columns: readonly string[],
    chunks: Iterable<Buffer>,
  ): { readonly sent: Promise<void>; readonly stored: Promise<void> };
}

export function openOutgoing(client: pg.PoolClient): Outgoing {
  const pieces = gatherPieces(client.connection.stream);
  /** Never rejects; undefined when nothing waits to be sent. */
  let turn: Promise<void> | undefined;
  const inTurn = <Value>(send: () => Promise<Value>): Promise<Value> => {
    if (turn !== undefined) return turn.then(send);
    return send();
  };
  return {
    query: (config) =>
      inTurn(() => {
        pieces.open();
        return client.query(config);
      }),
    copy: (table, columns, chunks) => {
      const copy = new CopyIn(table, columns);
      const sent = inTurn(async () => {
        pieces.open();
        client.query(copy);
        await sendRows(pieces, chunks);
      });
      const over = sent.then(ignore, ignore);
      turn = over;
      void over.then(() => {
        if (turn === over) turn = undefined;
      });
      return { sent, stored: copy.stored };
    },
  };
}

function ignore(): void {}

/** A connection that is lost meanwhile takes no more; its statements say so. */
async function sendRows(pieces: Pieces, chunks: Iterable<Buffer>): Promise<void> {
  const { stream } = pieces;
  try {
    for (const chunk of chunks) {
      pieces.open();
      stream.write(copyDataHeader(chunk.length));
      stream.write(chunk);
      if (stream.writableLength > maxWaitingBytes) await pieces.sent();
      if (!stream.writable) return;
    }
  } catch (error) {
    pieces.open();
    stream.write(copyFail);
    throw error;
  }
  pieces.open();
  stream.write(copyDone);
}

interface Pieces {
  readonly stream: Duplex;
  /** What is written from now on is one piece, until there is nothing else to do at the moment. */
  open(): void;
  /** Sends the piece. @returns when it is out, or never will be. */
  sent(): Promise<void>;
}

function gatherPieces(stream: Duplex): Pieces {
  let pending: NodeJS.Immediate | undefined;
  const close = (): void => {
    clearImmediate(pending);
    pending = undefined;
    stream.uncork();
  };
  return {
    stream,
    open: () => {
      if (pending !== undefined) return;
      stream.cork();
      pending = setImmediate(close);
    },
    sent: () =>
      new Promise((resolve) => {
        stream.write(nothing, () => resolve());
        if (pending !== undefined) close();
      }),
  };
}

const nothing = Buffer.alloc(0);
