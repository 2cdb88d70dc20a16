import { parseSettings } from '@connectory/runtime';
import { expect, it } from 'vitest';
import { warnOfExposure } from '../src/server/warn-of-exposure.ts';

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
