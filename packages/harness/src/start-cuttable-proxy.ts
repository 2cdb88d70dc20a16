import { connect, createServer, type Socket } from 'node:net';

/** A network path to a server. */
export interface CuttableProxy {
  /** The given URL with the address of the proxy. */
  urlOf(serverUrl: string): string;
  /** Closes all connections, and refuses new ones. */
  cut(): void;
  /** Keeps connections open and accepts new ones, but passes nothing on. */
  silence(): void;
  /** Passes everything on again. */
  restore(): void;
  close(): Promise<void>;
}

/** Starts a TCP proxy on a free port of the loopback, in front of a server there. */
export async function startCuttableProxy(serverPort: number): Promise<CuttableProxy> {
  let mode: 'open' | 'cut' | 'silent' = 'open';
  const sockets = new Set<Socket>();
  const waiting = new Set<Socket>();
  const track = (socket: Socket): Socket => {
    sockets.add(socket.on('error', () => socket.destroy()).once('close', () => sockets.delete(socket)));
    if (mode === 'silent') socket.pause();
    return socket;
  };
  const join = (client: Socket): void => {
    const server = track(connect(serverPort, '127.0.0.1'));
    client.pipe(server).pipe(client);
    client.once('close', () => server.destroy());
    server.once('close', () => client.destroy());
    if (mode === 'silent') for (const socket of [client, server]) socket.pause();
  };
  const listener = createServer((client) => {
    if (mode === 'cut') return void client.destroy();
    track(client).setNoDelay(true);
    if (mode === 'silent') waiting.add(client);
    else join(client);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const address = listener.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    // Without the search, which may name a socket in the file system.
    urlOf: (serverUrl) => Object.assign(new URL(serverUrl), { port: String(port), search: '' }).href,
    cut: () => {
      mode = 'cut';
      for (const socket of sockets) socket.destroy();
    },
    silence: () => {
      mode = 'silent';
      for (const socket of sockets) socket.pause();
    },
    restore: () => {
      mode = 'open';
      for (const client of waiting) join(client);
      waiting.clear();
      for (const socket of sockets) socket.resume();
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => listener.close(() => resolve()));
    },
  };
}
