import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ErrorCode, errorCatalogue } from '@connectory/contract';

/** Errors of Node's HTTP parser and timeouts that have their own code. All others are `request_malformed`. */
const codes: { readonly [nodeCode: string]: { readonly code: ErrorCode; readonly message: string } } = {
  HPE_HEADER_OVERFLOW: { code: 'headers_too_large', message: 'The headers of the request are too large.' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: { code: 'body_too_large', message: 'The chunk extensions of the body are too large.' },
  ERR_HTTP_REQUEST_TIMEOUT: { code: 'request_timeout', message: 'The request did not arrive in time.' },
};

const malformed = { code: 'request_malformed', message: 'The request is not valid HTTP/1.1.' } as const;

const tunnel = { code: 'request_malformed', message: 'The method CONNECT is for proxies, and this is none.' } as const;

/** Time for the client to read the response while it still sends. Closing at once would reset the connection, and lose the response. */
const lingerMs = 1_000;

/** Sends an error with a code for a request that Node cannot read, which no route sees, and closes the connection. */
export function refuseUnreadable(error: Error, socket: Duplex): void {
  // Each further chunk of the same request is an error too.
  if (socket.writableEnded) return;
  // A part of a response may have been sent: then another one would corrupt it.
  const response: unknown = Reflect.get(socket, '_httpMessage');
  const hasBegun = Boolean(Reflect.get(Object(response), 'headersSent'));
  if (!socket.writable || hasBegun) {
    socket.destroy();
    return;
  }
  refuse(socket, codes[String(Reflect.get(error, 'code'))] ?? malformed);
}

/** Refuses the method CONNECT. Node would close the connection without a response. */
export function refuseTunnel(_request: unknown, socket: Duplex): void {
  // Node listens for errors of requests only.
  socket.on('error', () => socket.destroy());
  refuse(socket, tunnel);
}

/** Sends an error and closes the connection. */
function refuse(socket: Duplex, { code, message }: { readonly code: ErrorCode; readonly message: string }): void {
  const { status, next } = errorCatalogue[code];
  const body = JSON.stringify({ code, message, details: next });
  const headers = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ];
  socket.end(`${headers.join('\r\n')}\r\n\r\n${body}`);
  setTimeout(() => socket.destroy(), lingerMs).unref();
}
