import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Settings } from '@connectory/runtime';
import { refuseTunnel, refuseUnreadable } from './refuse-unreadable.ts';

/** Longer than load balancers keep an idle connection (usually 60 s). Otherwise they reuse one that is being closed. */
const keepAliveMs = 75_000;

/** Interval at which Node looks for requests over their timeout. */
const connectionsCheckMs = 5_000;

/** Interval at which idle connections are closed during shutdown. */
const idleCheckMs = 50;

/** Creates the server with its timeouts; it does not listen yet. */
export function createHttpServer(settings: Settings): Server {
  const requestTimeoutMs = settings.REQUEST_TIMEOUT_SECONDS * 1000;
  const server = createServer({
    keepAliveTimeout: keepAliveMs,
    headersTimeout: Math.min(settings.HEADERS_TIMEOUT_SECONDS * 1000, requestTimeoutMs),
    requestTimeout: requestTimeoutMs,
    connectionsCheckingInterval: connectionsCheckMs,
    // Node's own response has no body; `requireOneHost` refuses with a code.
    requireHostHeader: false,
  });
  server.maxConnections = settings.MAX_CONNECTIONS;
  server.on('clientError', refuseUnreadable);
  server.on('connect', refuseTunnel);
  // Node's own response to an unknown expectation has no body. A server may ignore one (RFC 9110, section 10.1.1).
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  return server;
}

/** Listens at HOST and PORT. @throws when the address is in use or not available. */
export function listen(server: Server, settings: Settings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.PORT, settings.HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** The base URL of this API: PUBLIC_BASE_URL without a trailing slash, or the address the server listens at. */
export function baseUrlOf(server: Server, settings: Settings): string {
  const publicUrl = settings.PUBLIC_BASE_URL?.replace(/\/+$/, '');
  if (publicUrl !== undefined) return publicUrl;
  const address: string | AddressInfo | null = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : settings.PORT;
  const isAnyHost = settings.HOST === '0.0.0.0' || settings.HOST === '::';
  const host = settings.HOST.includes(':') && !isAnyHost ? `[${settings.HOST}]` : settings.HOST;
  return `http://${isAnyHost ? 'localhost' : host}:${port}`;
}

/**
 * Stops accepting connections and resolves once all requests have ended. Idle keep-alive connections are closed,
 * because they would hold the server open until their timeout.
 */
export function closeGracefully(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const idleCheck = setInterval(() => server.closeIdleConnections(), idleCheckMs);
    server.close(() => {
      clearInterval(idleCheck);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** Closes the server and breaks its connections. For clients that simply ask again, such as a metrics scraper. */
export function closeAtOnce(server: Server): void {
  server.close();
  server.closeAllConnections();
}
