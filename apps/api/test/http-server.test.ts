import { parseSettings } from '@connectory/runtime';
import { expect, it } from 'vitest';
import { createHttpServer } from '../src/server/http-server.ts';

it('bounds connections, and the time for headers and whole requests, by settings', () => {
  const settings = { MAX_CONNECTIONS: '7', HEADERS_TIMEOUT_SECONDS: '3', REQUEST_TIMEOUT_SECONDS: '5' };
  const server = createHttpServer(parseSettings(settings));
  expect(server.maxConnections).toBe(7);
  expect(server.headersTimeout).toBe(3_000);
  expect(server.requestTimeout).toBe(5_000);
});

it('gives headers no more time than the whole request', () => {
  const server = createHttpServer(parseSettings({ HEADERS_TIMEOUT_SECONDS: '30', REQUEST_TIMEOUT_SECONDS: '5' }));
  expect(server.headersTimeout).toBe(5_000);
});
