import {
  channelVariables,
  commandOf,
  findChild,
  importForm,
  socketsOf,
  variablesOf,
  waitFor,
} from '@connectory/harness';
import { type Stack, startStack } from '@connectory/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Those that a connection to the database may need. A machine has some of them or none. */
const connectionVariables = [
  'DATABASE_URL',
  'DATABASE_SOCKET_TIMEOUT_SECONDS',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];

let stack: Stack;
let addresses: { readonly excerpt: string; readonly proof: string; readonly diff: string };

beforeAll(async () => {
  stack = await startStack({ name: 'postgres' });
  const body = importForm(JSON.stringify(largeDocument()), { format: 'openapi', version: '1' });
  const accepted = await stack.fetch('/protocols/http/import', { method: 'POST', body });
  const { id, connectorId } = (await accepted.json()) as { id: string; connectorId: string };
  await waitFor(
    async () => {
      const ended = await stack.fetch(`/imports/${id}`, { headers: { Prefer: 'wait=50' } });
      return ((await ended.json()) as { status: string }).status === 'succeeded';
    },
    { timeoutMs: 100_000, describe: 'the import succeeds' },
  );
  addresses = {
    excerpt: `/imports/${id}/document/excerpt?pointer=/info`,
    proof: `/connectors/${connectorId}/versions/1/openapi?proof=true`,
    diff: `/connectors/${connectorId}/versions/1/diff?from=1`,
  };
}, 120_000);
afterAll(() => stack.stop());

describe('a child of the API', () => {
  it.each([
    ['excerpt', channelVariables],
    ['proof', channelVariables],
    ['diff', [...channelVariables, ...connectionVariables]],
  ] as const)('that makes a %s has only the variables that it needs', async (kind, allowed) => {
    const aborted = new AbortController();
    const request = stack.fetch(addresses[kind], { signal: aborted.signal }).then((response) => response.status);
    const child = await waitFor(() => freeze(`${kind}-child`), { timeoutMs: 60_000, describe: `a ${kind} child runs` });
    try {
      const variables = variablesOf(child);
      expect(variables.filter((name) => !allowed.includes(name))).toEqual([]);
      expect(commandOf(child)).not.toMatch(/postgres|redis/);
      // Standard output and error, Node's channel and the stream of frames.
      if (kind !== 'diff') expect(socketsOf(child).filter((fd) => ![1, 2, 3, 4].includes(fd))).toEqual([]);
    } finally {
      process.kill(child, 'SIGCONT');
    }
    expect(await request).toBe(200);
  });
});

/** Stops a child of the API as soon as it runs its program. @returns its id */
function freeze(program: string): number | undefined {
  const child = findChild(stack.api.pid, program);
  if (child === undefined) return undefined;
  try {
    process.kill(child, 'SIGSTOP');
    return child;
  } catch {
    // It has ended since.
    return undefined;
  }
}

/** Its children run long enough to be looked at. */
function largeDocument(): object {
  const responses = { 200: { description: 'OK', content: { 'application/json': { schema: { type: 'object' } } } } };
  const paths = Array.from({ length: 3_000 }, (_, index) => [`/p${index}`, { get: { responses } }]);
  return { openapi: '3.1.0', info: { title: 'Large', version: '1' }, paths: Object.fromEntries(paths) };
}
