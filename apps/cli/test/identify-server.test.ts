import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { identifyServer } from '../src/client/is-serving.ts';

const instanceKey = 'key of the data folder';
/** As a server on a machine whose processors are all busy. */
const delayMs = 2_500;

const server = createServer((request, response) => {
  const challenge = String(request.headers['instance-challenge']);
  const proof = createHmac('sha256', instanceKey).update(challenge).digest('base64url');
  response.setHeader('Content-Type', 'application/json');
  void pause(delayMs).then(() => response.end(JSON.stringify({ status: 'ok', proof })));
});
beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
const address = (): string => `http://127.0.0.1:${Object(server.address()).port}`;

test('a server that responds late is still the one of the data folder', { timeout: 30_000 }, async () => {
  expect(await identifyServer(address(), instanceKey)).toBe('own');
});

test('a server that does not know the key is another one', { timeout: 30_000 }, async () => {
  expect(await identifyServer(address(), 'another key')).toBe('other');
});
