import {
  answerHostileName,
  attackerAddress,
  type HostileHost,
  type HostileUrl,
  hostileUrls,
  type NameServer,
  startHostileHost,
  startNameServer,
} from '@connectory/harness';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOutbound, type Outbound, parseAllowList } from '../src/index.ts';

const sizes = { maxBytes: 1_000_000, maxHeaderBytes: 16_384, maxRedirects: 5 };

/** Short where the time limit is the expected fault. Elsewhere a loaded machine must not reach it before the other limit. */
const limitsFor = (fault: HostileUrl['fault']) =>
  fault === 'timed-out' ? { ...sizes, totalMs: 3_000, idleMs: 1_000 } : { ...sizes, totalMs: 20_000, idleMs: 20_000 };

/** The time limit of one request, plus a margin for a loaded machine. */
const boundedMs = 30_000;

let nameServer: NameServer;
let attacker: HostileHost;
let inner: HostileHost;
let outbound: Outbound;

beforeAll(async () => {
  nameServer = await startNameServer(answerHostileName);
  attacker = await startHostileHost(attackerAddress);
  inner = await startHostileHost('127.0.0.1');
  const allow = parseAllowList(attackerAddress);
  outbound = createOutbound({ allow, nameServers: [nameServer.address], userAgent: 'test' });
});

afterAll(async () => {
  await attacker.close();
  await inner.close();
  await nameServer.close();
});

test('every hostile URL ends in its fault, within the time limit, without a connection to this machine', async () => {
  const urls = hostileUrls({ attacker: attacker.port, inner: inner.port });
  expect(urls.length).toBeGreaterThan(120);
  const outcomes = [];
  for (const { url, fault } of urls) {
    const startedAt = performance.now();
    const outcome = await outbound.send({ method: 'GET', url, limits: limitsFor(fault) });
    const late = performance.now() - startedAt > boundedMs;
    outcomes.push({
      url,
      expected: fault,
      met: outcome.ok ? `answered ${outcome.response.status}` : outcome.fault,
      late,
    });
  }
  expect(outcomes.filter(({ expected, met, late }) => expected !== met || late)).toEqual([]);
  expect(inner.connections()).toBe(0);
  // DNS rebinding was attempted: the name was looked up twice.
  expect(nameServer.countQueries('rebind.test')).toBe(2);
}, 300_000);

test('the checked address of a name is the one connected to', async () => {
  const before = attacker.connections();
  const url = `http://rebind-once.test:${attacker.port}/`;
  expect(await outbound.send({ method: 'GET', url, limits: limitsFor('refused') })).toMatchObject({
    ok: true,
    response: { status: 200 },
  });
  expect([nameServer.countQueries('rebind-once.test'), attacker.connections() - before]).toEqual([1, 1]);
});

test('a proxy from the environment is not used', async () => {
  const proxy = `http://127.0.0.1:${inner.port}`;
  const before = { ...process.env };
  Object.assign(process.env, { HTTP_PROXY: proxy, http_proxy: proxy, ALL_PROXY: proxy, NODE_USE_ENV_PROXY: '1' });
  try {
    const url = `http://attacker.test:${attacker.port}/`;
    expect(await outbound.send({ method: 'GET', url, limits: limitsFor('refused') })).toMatchObject({ ok: true });
    expect(inner.connections()).toBe(0);
  } finally {
    process.env = before;
  }
});
