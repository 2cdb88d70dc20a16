import { createServer, request as forward, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export interface Balancer {
  readonly url: string;
  close(): Promise<void>;
}

/** Below `DRAIN_SECONDS` of the APIs. */
const probeMs = 500;

/** Starts a load balancer that probes `/readyz`, and repeats no request. */
export async function startBalancer(targets: readonly string[]): Promise<Balancer> {
  const ready = new Set<string>();
  const over = new AbortController();
  const probe = async (target: string): Promise<void> => {
    const isReady = await fetch(`${target}/readyz`, { headers: { Connection: 'close' } }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isReady) ready.add(target);
    else ready.delete(target);
  };
  const probing = (async () => {
    while (!over.signal.aborted) {
      await Promise.all(targets.map(probe));
      await pause(probeMs);
    }
  })();
  let turn = 0;
  const server: Server = createServer((request, response) => {
    const candidates = [...ready];
    const target = candidates[(turn += 1) % candidates.length];
    if (target === undefined) return void response.writeHead(502).end('{"code":"no API is ready"}');
    const { hostname, port } = new URL(target);
    const upstream = forward(
      { hostname, port, path: request.url, method: request.method, headers: request.headers, agent: false },
      (from) => {
        response.writeHead(from.statusCode ?? 502, from.headers);
        from.pipe(response);
      },
    );
    upstream.on('error', (error) => {
      if (!response.headersSent) response.writeHead(502);
      response.end(JSON.stringify({ code: String(error) }));
    });
    request.pipe(upstream);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await Promise.all(targets.map(probe));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      over.abort();
      await probing;
      server.closeAllConnections();
      server.close();
    },
  };
}
