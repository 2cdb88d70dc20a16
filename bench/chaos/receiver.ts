import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Random } from './random.ts';
import type { Recorder } from './recorder.ts';

/** A receiver of notifications. */
export interface Receiver {
  readonly url: string;
  /** From now on it accepts every notification. */
  behave(): void;
  close(): Promise<void>;
}

/** Starts a receiver that sometimes fails, disconnects, or reads a notification without an answer. It records all of them. */
export async function startReceiver(parts: {
  recorder: Recorder;
  random: Random;
  secret: () => string;
}): Promise<Receiver> {
  const { recorder, random, secret } = parts;
  let isGood = false;
  const answer = (response: ServerResponse): number | undefined => {
    if (!isGood && random.chance(0.05)) return void response.destroy();
    const status = !isGood && random.chance(0.1) ? 500 : 204;
    response.writeHead(status).end();
    return status;
  };
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const at = recorder.now();
      const isSigned = verify(request, body, secret());
      const webhookId = String(request.headers['webhook-id']);
      recorder.add({ kind: 'callback', at, webhookId, body, isSigned, answer: answer(response) });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/ended`,
    behave: () => {
      isGood = true;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A sender that is killed may send half a body, which counts as not sent. */
async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  return new Promise((resolve) => {
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => resolve(Buffer.concat(chunks).toString()));
  });
}

/** As standardwebhooks.com states it. */
function verify({ headers }: IncomingMessage, body: string, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  return String(headers['webhook-signature']).split(' ').includes(expected);
}
