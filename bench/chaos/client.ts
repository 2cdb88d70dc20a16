import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import type { ChaosDocument } from './documents.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/** Longer than any wait that is requested, and than the service takes to detect a hanging database. */
const requestTimeoutMs = 60_000;

/** Time after which a request is not repeated any more. */
const giveUpMs = 240_000;

/** Record of the requests of a run. */
export interface Ledger {
  /** Accepted imports by id. */
  readonly accepted: Map<string, { readonly sha256: string; readonly toCancel: boolean }>;
  readonly faults: string[];
  /** Imports that were accepted on a repeated request. */
  repeated: number;
  /** Requests without a response. */
  broken: number;
  /** Responses with status 503. */
  unavailable: number;
  /** Requests without an Idempotency-Key whose outcome is unknown. */
  unknown: number;
}

export interface Submission {
  readonly document: ChaosDocument;
  readonly connectorId?: string;
  readonly version?: string;
}

export interface ChaosClient {
  /** Submits a document and records the expected outcome. @returns the id of the import when it was accepted. */
  importOne(submission: Submission): Promise<string | undefined>;
}

interface ImportRequest {
  readonly document: ChaosDocument;
  readonly path: string;
  readonly metadata: object;
  /** The Idempotency-Key. */
  readonly key: string | undefined;
  /** Seconds to wait for the end of the import. */
  readonly wait: number | undefined;
}

interface Attempt {
  readonly status: number;
  readonly text: string;
  readonly id: string | undefined;
  readonly retryAfter: number;
}

export function createLedger(): Ledger {
  return { accepted: new Map(), faults: [], repeated: 0, broken: 0, unavailable: 0, unknown: 0 };
}

/** A client that repeats a request with the same Idempotency-Key after a 503 or no response. */
export function createClient(parts: { world: World; random: Random; ledger: Ledger }): ChaosClient {
  const { world, random, ledger } = parts;
  const root = (): string => `${random.pick(world.apis).url}/api/connect/v1/o/${world.owner.organisationId}`;
  const headers = { Authorization: `Bearer ${world.owner.apiKey}` };
  return {
    importOne: async ({ document, connectorId, version }) => {
      const request = {
        document,
        path: connectorId === undefined ? '/protocols/http/import' : `/connector/${connectorId}/http/import`,
        metadata: version === undefined ? {} : { version },
        key: random.chance(0.85) ? randomUUID() : undefined,
        wait: random.chance(0.25) ? 20 : undefined,
      };
      const toCancel = request.wait === undefined && random.chance(0.04);
      const id = await submit(() => sendImport(root(), headers, request), request, { random, ledger });
      if (id === undefined) return undefined;
      if (ledger.accepted.has(id)) ledger.faults.push(`two requests were answered with import ${id}`);
      ledger.accepted.set(id, { sha256: document.sha256, toCancel });
      if (toCancel) await cancelImport(root(), headers, id);
      return id;
    },
  };
}

async function submit(
  send: () => Promise<Attempt>,
  request: ImportRequest,
  { random, ledger }: { random: Random; ledger: Ledger },
): Promise<string | undefined> {
  const startedAt = Date.now();
  for (let tries = 1; ; tries += 1) {
    const outcome: Attempt | { readonly error: unknown } = await send().catch((error: unknown) => ({ error }));
    if ('id' in outcome && outcome.id !== undefined) {
      if (tries > 1) ledger.repeated += 1;
      return outcome.id;
    }
    if (!isRetryable(outcome, request, ledger)) return undefined;
    // Without a key the request may have been accepted already: a repeat could import the document twice.
    if (request.key === undefined) {
      ledger.unknown += 1;
      return undefined;
    }
    if (Date.now() - startedAt > giveUpMs) {
      ledger.faults.push(`no success within ${giveUpMs / 1000} s: ${inspect(outcome)}`);
      return undefined;
    }
    await pause(random.between(300, 1_500));
  }
}

/** Counts an attempt that was not accepted. @returns whether to repeat it. */
function isRetryable(outcome: Attempt | { readonly error: unknown }, request: ImportRequest, ledger: Ledger): boolean {
  if ('error' in outcome) {
    ledger.broken += 1;
    return true;
  }
  if (outcome.status !== 503) {
    ledger.faults.push(`POST ${request.path} responded with ${outcome.status}: ${outcome.text.slice(0, 300)}`);
    return false;
  }
  ledger.unavailable += 1;
  if (!(outcome.retryAfter > 0)) ledger.faults.push('a 503 has no Retry-After');
  return true;
}

async function sendImport(root: string, headers: object, request: ImportRequest): Promise<Attempt> {
  const form = new FormData();
  form.append('metadata', JSON.stringify({ format: 'openapi', ...request.metadata }));
  form.append('file', new Blob([request.document.bytes]), request.document.name);
  const response = await fetch(`${root}${request.path}`, {
    method: 'POST',
    body: form,
    headers: {
      ...headers,
      ...(request.key === undefined ? {} : { 'Idempotency-Key': request.key }),
      ...(request.wait === undefined ? {} : { Prefer: `wait=${request.wait}` }),
    },
    signal: AbortSignal.timeout(requestTimeoutMs),
  });
  const text = await response.text();
  const [, id] = /\/imports\/([0-9A-Z]{26})/.exec(response.headers.get('Location') ?? '') ?? [];
  return { status: response.status, text, id, retryAfter: Number(response.headers.get('Retry-After')) };
}

/** Ignores the response: from now on the import may end as cancelled or not. */
async function cancelImport(root: string, headers: { readonly [name: string]: string }, id: string): Promise<void> {
  const response = await fetch(`${root}/imports/${id}/cancel`, {
    method: 'POST',
    headers,
    signal: AbortSignal.timeout(requestTimeoutMs),
  }).catch(() => undefined);
  await response?.arrayBuffer().catch(() => undefined);
}
