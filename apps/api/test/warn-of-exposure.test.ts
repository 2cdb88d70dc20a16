import { parseSettings } from '@connectory/runtime';
import { expect, it } from 'vitest';
import express from 'express';
import { warnOfExposure, warnOfUntrustedProxy } from '../src/server/warn-of-exposure.ts';
import { listen } from './listen.ts';

function warningsFor(environment: NodeJS.ProcessEnv): number {
  let warnings = 0;
  warnOfExposure(parseSettings(environment), { warn: () => (warnings += 1) });
  return warnings;
}

it.each([
  [{ HOST: '0.0.0.0' }],
  [{ HOST: '::' }],
  [{ HOST: '192.0.2.1', PUBLIC_BASE_URL: 'http://api.example' }],
  [{ HOST: 'localhost.example' }],
  [{ HOST: '127.0.0.1.example' }],
])('listening without TLS is logged as a warning: %j', (environment) => {
  expect(warningsFor(environment)).toBe(1);
});

it.each([
  [{}],
  [{ HOST: '127.0.0.2' }],
  [{ HOST: '::1' }],
  [{ HOST: 'localhost' }],
  [{ HOST: '0.0.0.0', PUBLIC_BASE_URL: 'https://api.example' }],
  [{ HOST: '0.0.0.0', TRUST_PROXY: '1' }],
])('loopback addresses, and addresses behind TLS, are not: %j', (environment) => {
  expect(warningsFor(environment)).toBe(0);
});

it.each([
  ['no proxy is trusted: once', {}, 1],
  ['a proxy is trusted: never', { TRUST_PROXY: '1' }, 0],
])('X-Forwarded-For is logged as a warning when %s', async (_when, environment, expected) => {
  let warnings = 0;
  const app = express();
  app.use(warnOfUntrustedProxy(parseSettings(environment), { warn: () => (warnings += 1) }));
  app.use((_request, response) => response.end());
  const server = await listen(() => app);
  try {
    await fetch(server.baseUrl);
    expect(warnings).toBe(0);
    for (let times = 0; times < 3; times += 1)
      await fetch(server.baseUrl, { headers: { 'X-Forwarded-For': '192.0.2.1' } });
    expect(warnings).toBe(expected);
  } finally {
    await server.close();
  }
});
