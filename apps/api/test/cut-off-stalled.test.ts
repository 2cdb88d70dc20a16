import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import express from 'express';
import { afterEach, expect, it } from 'vitest';
import { cutOffStalled } from '../src/server/cut-off-stalled.ts';

const stallMs = 300;
let server: Server | undefined;
afterEach(() => void server?.close());

async function send(respond: (response: express.Response) => void) {
  const app = express().use(cutOffStalled(stallMs));
  const responded = new Promise<express.Response>((resolve) => {
    app.get('/', (_request, response) => {
      respond(response);
      resolve(response);
    });
  });
  server = createServer(app).listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect(port, '127.0.0.1').on('error', () => undefined);
  client.pause().write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  return { client, response: await responded };
}

/** More than the buffers of both ends hold. */
const large = Buffer.alloc(32 * 1024 * 1024);

it('a client that reads nothing is cut off', async () => {
  const { client, response } = await send((sent) => sent.send(large));
  await once(response, 'close');
  let read = 0;
  client.on('data', (chunk: Buffer) => (read += chunk.length)).resume();
  await once(client, 'close');
  expect(read).toBeLessThan(large.length);
  client.destroy();
});

it('a client that waits for a response is not', async () => {
  const { client } = await send((sent) => void setTimeout(() => sent.send('late'), stallMs * 3));
  const chunks = await client.setEncoding('utf8').toArray();
  expect(chunks.join('')).toContain('late');
});
