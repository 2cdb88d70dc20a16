import type { Duplex } from 'node:stream';
import { copyHeader, copyTrailer } from '@connectory/encoding';
import type pg from 'pg';
import { CopyIn, copyDataHeader, copyDone, copyFail } from './copy-in.ts';
import { executeOn } from './prepared-query.ts';
import type { QueryTarget } from './sql-session.ts';

/** Above this number of unsent bytes, no further rows are produced. */
const maxUnsentBytes = 512 * 1024;

/**
 * Sends statements on a connection in pipeline mode, in order. A statement is sent once all before it are sent; only the caller waits for its
 * own result. Statements of the same event loop turn are sent in one packet, so that the server is woken once.
 */
export interface Outgoing extends QueryTarget {
  /**
   * Sends rows with COPY. The chunks are whole rows, without header and trailer.
   * @returns `sent` resolves when all rows are sent, and rejects with an error of `chunks`. `stored` resolves when the server has stored them,
   * and rejects with its error.
   */
  copy(
    table: string,
    columns: readonly string[],
    chunks: AsyncIterable<Uint8Array>,
  ): { readonly sent: Promise<void>; readonly stored: Promise<void> };
}

export function openOutgoing(client: pg.PoolClient): Outgoing {
  const packets = createPackets(client.connection.stream);
  /** Resolves when the last COPY is sent, and never rejects; undefined when none is being sent. */
  let sending: Promise<void> | undefined;
  const inOrder = <Value>(send: () => Promise<Value>): Promise<Value> => {
    if (sending !== undefined) return sending.then(send);
    return send();
  };
  return {
    query: (config) =>
      inOrder(() => {
        packets.open();
        return executeOn(client, config);
      }),
    copy: (table, columns, chunks) => {
      const copy = new CopyIn(table, columns);
      const sent = inOrder(async () => {
        packets.open();
        client.query(copy);
        await sendRows(packets, chunks);
      });
      const over = sent.then(ignore, ignore);
      sending = over;
      void over.then(() => {
        if (sending === over) sending = undefined;
      });
      return { sent, stored: copy.stored };
    },
  };
}

function ignore(): void {}

/** Stops when the connection is lost; its statements then reject. */
async function sendRows(packets: Packets, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const { stream } = packets;
  const write = (bytes: Uint8Array): void => {
    packets.open();
    stream.write(copyDataHeader(bytes.length));
    stream.write(bytes);
  };
  try {
    write(copyHeader);
    for await (const chunk of chunks) {
      write(chunk);
      if (stream.writableLength > maxUnsentBytes) await packets.flush();
      if (!stream.writable) return;
    }
  } catch (error) {
    packets.open();
    stream.write(copyFail);
    throw error;
  }
  write(copyTrailer);
  stream.write(copyDone);
}

interface Packets {
  readonly stream: Duplex;
  /** Gathers all writes until the end of this event loop turn into one packet. */
  open(): void;
  /** Sends the packet. @returns when it is sent, or the connection is lost. */
  flush(): Promise<void>;
}

function createPackets(stream: Duplex): Packets {
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
    flush: () =>
      new Promise((resolve) => {
        stream.write(emptyBuffer, () => resolve());
        if (pending !== undefined) close();
      }),
  };
}

const emptyBuffer = Buffer.alloc(0);
