import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseSettings } from '@connectory/runtime';
import { createHttpServer } from '../src/server/http-server.ts';

export interface Listening {
  readonly server: Server;
  readonly baseUrl: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Serves on a free port of this machine. `create` is given the address once it is known. */
export async function listen(create: (baseUrl: string) => RequestListener): Promise<Listening> {
  const server = createHttpServer(parseSettings({}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const baseUrl = `http://127.0.0.1:${address.port}`;
  server.on('request', create(baseUrl));
  return {
    server,
    baseUrl,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
