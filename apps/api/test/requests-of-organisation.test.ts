import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseSettings } from '@connectory/runtime';
import express, { type Response as ExpressResponse } from 'express';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccessLimits } from '../src/access/access-limits.ts';
import { ApiError } from '../src/http/api-error.ts';
import { createApiMetrics } from '../src/metrics/api-metrics.ts';

const unused = () => Promise.reject(new Error('no rate is limited'));
const settings = parseSettings({ REQUESTS_PER_ORGANISATION: '3', REQUESTS_PER_KEY: '2' });
const metrics = createApiMetrics(new Registry());
const limits = createAccessLimits(
  {
    limit: ({ name, limit, windowSeconds }) => ({ budget: { name, limit, windowSeconds }, take: unused }),
    close: unused,
  },
  settings,
  metrics,
);
const held: ExpressResponse[] = [];
const app = express().get('/:organisation/:subject', (request, response) => {
  const { organisation, subject } = request.params;
  const actor = { kind: 'system', id: subject } as const;
  try {
    const organisationId = organisation === 'none' ? null : organisation;
    limits.beginCaller(response, { kind: 'token', id: subject, actor, organisationId, role: 'read' });
    held.push(response);
  } catch (error) {
    response.status(error instanceof ApiError ? 429 : 500).send(error instanceof Error ? error.message : '');
  }
});
const server = createServer(app);
beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'));
afterAll(() => server.close());

async function send(path: string): Promise<string> {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return `${response.status} ${await response.text()}`;
}

test('the subjects of an organisation have no more requests in progress together than it may have', async () => {
  const paths = ['/a/one', '/a/two', '/a/three', '/b/one', '/none/four', '/none/five'];
  const answers: Promise<string>[] = [];
  for (const path of paths) {
    answers.push(send(path));
    await expect.poll(() => held.length).toBe(answers.length);
  }
  const refusal = 'This organisation has 3 requests in progress already (REQUESTS_PER_ORGANISATION).';
  expect(await send('/a/six')).toBe(`429 ${refusal}`);
  expect(await send('/a/six')).toBe(`429 ${refusal}`);
  const refused = (await metrics.requestsRefused.get()).values.filter(({ value }) => value > 0);
  expect(refused).toMatchObject([{ labels: { by: 'organisation' }, value: 2 }]);
  for (const response of held.splice(0)) response.send('done');
  expect(await Promise.all(answers)).toEqual(paths.map(() => '200 done'));
  const again = send('/a/six');
  await expect.poll(() => held.length).toBe(1);
  for (const response of held.splice(0)) response.send('done');
  expect(await again).toBe('200 done');
});
