import { Socket } from 'node:net';

export interface GuardedSockets {
  /** Creates the socket of one connection, for pg's option `stream`. */
  create(): Socket;
  /** Closes all connections immediately. */
  destroyAll(): void;
}

/**
 * Creates sockets that close after `timeoutMs` without traffic. If the server hangs or its host disappears, all waiting queries then fail,
 * including those of Prisma. pg's own `query_timeout` rejects the query but keeps its connection, so a transaction would still wait.
 */
export function createGuardedSockets(timeoutMs: number | undefined): GuardedSockets {
  const open = new Set<Socket>();
  return {
    create: () => {
      const socket = new Socket();
      open.add(socket);
      socket.once('close', () => open.delete(socket));
      if (timeoutMs !== undefined) {
        socket.setTimeout(timeoutMs, () => socket.destroy(new DatabaseTimeoutError(timeoutMs)));
      }
      return socket;
    },
    destroyAll: () => {
      for (const socket of open) socket.destroy();
    },
  };
}

/** The database did not respond in time. Its code is the one of a connection timeout of the system. */
export class DatabaseTimeoutError extends Error {
  override readonly name = 'DatabaseTimeoutError';
  readonly code = 'ETIMEDOUT';
  constructor(timeoutMs: number) {
    super(`The database did not respond within ${timeoutMs / 1000} s.`);
  }
}
