import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { FuzzRequest } from './generate-request.ts';

export interface FuzzResponse {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
  /** False for a stream of events that this client left. */
  readonly isWhole: boolean;
}

/** Streams of events stay open while an import has not ended. */
const eventsMs = 300;
/** Longer than any limit of the service, also on a loaded machine. */
const timeoutMs = 300_000;
/** Times that a request is sent while the service is unavailable. */
const maxAttempts = 4;

/** Sends requests over kept connections. Unlike `fetch` it changes neither path nor headers. */
export function createSender(baseUrl: string, connections: number) {
  const { hostname, port } = new URL(baseUrl);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const sendOnce = ({ method, target, headers, body }: FuzzRequest): Promise<FuzzResponse> =>
    new Promise((resolve, reject) => {
      const length = body === undefined ? {} : { 'Content-Length': body.length };
      const sent = httpRequest({ agent, hostname, port, method, path: target, headers: { ...headers, ...length } });
      sent.setTimeout(timeoutMs, () => sent.destroy(new Error('timed out')));
      sent.once('error', reject);
      sent.once('response', (response) => {
        const chunks: Buffer[] = [];
        const settle = (isWhole: boolean): void =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            bytes: Buffer.concat(chunks),
            isWhole,
          });
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('end', () => settle(true));
        response.once('error', reject);
        if (response.headers['content-type']?.startsWith('text/event-stream') !== true) return;
        setTimeout(() => {
          settle(false);
          response.off('error', reject).on('error', () => undefined);
          sent.off('error', reject).on('error', () => undefined);
          sent.destroy();
        }, eventsMs);
      });
      sent.end(body);
    });
  let retries = 0;
  /** A service that lacks time on a busy machine may say so, with the time after which it takes the request. */
  const send = async (request: FuzzRequest): Promise<FuzzResponse> => {
    for (let attempt = 1; ; attempt += 1) {
      const response = await sendOnce(request);
      const retrySeconds = Number(response.headers['retry-after']);
      if (response.status !== 503 || !(retrySeconds > 0) || attempt === maxAttempts) return response;
      retries += 1;
      await pause(retrySeconds * 1000);
    }
  };
  return {
    send,
    get retries() {
      return retries;
    },
    close: () => agent.destroy(),
  };
}
