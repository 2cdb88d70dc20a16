import { Socket } from 'node:net';

export interface GuardedSockets {
  /** A socket for one connection, as pg's option `stream` wants it. */
  create(): Socket;
  /** Breaks all connections at once. */
  destroyAll(): void;
}

/**
 * Sockets that break when nothing came or went for `timeoutMs`: a server that hangs, or a host that is gone without a word, ends every
 * query that waits for it, whatever library sent it. pg's own `query_timeout` gives up the query but keeps its connection, which
 * a transaction then goes on to wait for.
 */
export function createGuardedSockets(timeoutMs: number | undefined): GuardedSockets {
  const open = new Set<Socket>();
  return {
    create: () => {
      const socket = new Socket();
      open.add(socket);
      socket.once('close', () => open.delete(socket));
      if (timeoutMs !== undefined) {
        socket.setTimeout(timeoutMs, () => socket.destroy(new DatabaseSilentError(timeoutMs)));
      }
      return socket;
    },
    destroyAll: () => {
      for (const socket of open) socket.destroy();
    },
  };
}

/** The database did not answer in time. It has the code of what the system would say of a silent peer. */
export class DatabaseSilentError extends Error {
  override readonly name = 'DatabaseSilentError';
  readonly code = 'ETIMEDOUT';
  constructor(timeoutMs: number) {
    super(`The database did not answer within ${timeoutMs / 1000} s.`);
  }
}
