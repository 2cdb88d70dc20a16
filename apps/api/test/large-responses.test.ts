import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import express, { type Response } from 'express';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLargeResponses } from '../src/bodies/large-responses.ts';
import { replaceBaseUrl } from '../src/bodies/replace-base-url.ts';

const settings = { LARGE_RESPONSES: 2, LARGE_RESPONSES_PER_KEY: 1, RESPONSE_STALL_SECONDS: 0.2 };

let folder: string;
let release = async (): Promise<unknown> => undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'large-'));
});
afterEach(async () => {
  await release();
  await rm(folder, { recursive: true });
});

/** Serves what `respond` sends. The path is the key of the caller. @returns the URL */
async function serve(respond: (response: Response) => Promise<void>): Promise<string> {
  const app = express().get('/:key', (request, response) => {
    response.locals['principal'] = { id: request.params.key };
    respond(response).catch((error: unknown) => {
      if (!response.headersSent) response.status(Number(Reflect.get(Object(error), 'status'))).end();
    });
  });
  const server = createServer(app).listen(0);
  await once(server, 'listening');
  release = () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    return closed;
  };
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
}

async function* endless(): AsyncGenerator<string> {
  for (;;) yield 'x'.repeat(100_000);
}

async function* one(text: string): AsyncGenerator<string> {
  yield text;
}

it('cuts off a client that stops reading, and gives its place to the next', async () => {
  const large = createLargeResponses({ settings, folder });
  const ended: Promise<unknown>[] = [];
  const url = await serve((response) => {
    const sent = large.send(response, endless());
    ended.push(sent.catch(() => 'ended'));
    return sent;
  });
  const stalled = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined);
  stalled.write('GET /a HTTP/1.1\r\nHost: a\r\n\r\n');
  await once(stalled, 'data');
  stalled.pause();
  expect(await ended[0]).toBe('ended');
  const next = await fetch(`${url}/a`);
  expect(next.status).toBe(200);
  await next.body?.cancel();
  stalled.destroy();
});

it('limits the responses of a key, and of all keys together, and leaves small ones alone', async () => {
  const large = createLargeResponses({ settings: { ...settings, RESPONSE_STALL_SECONDS: 600 }, folder });
  const url = await serve((response) => large.send(response, response.req.query['small'] ? one('a') : endless()));
  const statusOf = async (key: string): Promise<number> => (await fetch(`${url}/${key}`)).status;
  expect(await statusOf('a')).toBe(200);
  expect(await statusOf('a')).toBe(429);
  expect(await statusOf('b')).toBe(200);
  expect(await statusOf('c')).toBe(503);
  expect(await (await fetch(`${url}/c?small=1`)).text()).toBe('a');
});

it('reads large texts from files, which it removes, also when the client leaves', async () => {
  const large = createLargeResponses({ settings, folder });
  const pieces = async function* (): AsyncGenerator<Buffer, void, undefined> {
    for (let index = 0; index < 10; index += 1) yield Buffer.alloc(100_000, 'x');
  };
  const url = await serve((response) => large.send(response, large.read({ bytes: 1_000_000, pieces })));
  expect((await (await fetch(`${url}/a`)).text()).length).toBe(1_000_000);
  const left = await fetch(`${url}/b`);
  await left.body?.cancel();
  await expect.poll(() => readdir(folder)).toEqual([]);
});

it('puts base URLs at every place, also at the border of a piece', async () => {
  const pieces = async function* () {
    for (const text of ['\u0001a\u0001', '\u0001', 'é', '']) yield Buffer.from(text);
  };
  const read: Buffer[] = [];
  for await (const piece of replaceBaseUrl(pieces(), 'b/')) read.push(piece);
  expect(Buffer.concat(read).toString()).toBe('b/ab/b/é');
});
