import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import type { ChaosDocument } from './documents.ts';
import type { Random } from './random.ts';
import type { ImportObserver } from './observe-imports.ts';
import type { Recorder } from './recorder.ts';
import type { Answer, Request, Requests } from './requests.ts';

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
  /** Responses with status 503 or 507. */
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

interface Attempt extends Answer {
  readonly id: string | undefined;
}

export interface ClientParts {
  readonly requests: Requests;
  readonly observer: Pick<ImportObserver, 'observe'>;
  readonly recorder: Recorder;
  readonly random: Random;
  readonly ledger: Ledger;
  /** Receives the notifications of some imports. */
  readonly callbackUrl: string | undefined;
}

export function createLedger(): Ledger {
  return { accepted: new Map(), faults: [], repeated: 0, broken: 0, unavailable: 0, unknown: 0 };
}

/** A client that repeats a request with the same Idempotency-Key after a 503, a 507 or no response. */
export function createClient(parts: ClientParts): ChaosClient {
  const { observer, recorder, random, ledger } = parts;
  return {
    importOne: async (submission) => {
      const request = createRequest(submission, parts);
      const toCancel = request.wait === undefined && random.chance(0.04);
      const begin = recorder.now();
      const id = await submit(() => sendImport(parts.requests, request), request, parts);
      if (id === undefined) return undefined;
      const hasCallback = 'callbackUrl' in request.metadata;
      recorder.add({ kind: 'accepted', importId: id, key: request.key, hasCallback, begin, end: recorder.now() });
      if (ledger.accepted.has(id)) ledger.faults.push(`two requests were answered with import ${id}`);
      ledger.accepted.set(id, { sha256: submission.document.sha256, toCancel });
      observer.observe(id);
      if (toCancel) await cancelAndRetry(parts, id);
      return id;
    },
  };
}

function createRequest(
  { document, connectorId, version }: Submission,
  { random, callbackUrl }: ClientParts,
): ImportRequest {
  return {
    document,
    path: connectorId === undefined ? '/protocols/http/import' : `/connector/${connectorId}/http/import`,
    metadata: {
      ...(version === undefined ? {} : { version }),
      ...(callbackUrl !== undefined && random.chance(0.5) ? { callbackUrl } : {}),
    },
    key: random.chance(0.85) ? randomUUID() : undefined,
    wait: random.chance(0.25) ? 20 : undefined,
  };
}

async function submit(
  send: () => Promise<Attempt>,
  request: ImportRequest,
  { random, ledger }: ClientParts,
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
  if (outcome.status !== 503 && outcome.status !== 507) {
    ledger.faults.push(`POST ${request.path} responded with ${outcome.status}: ${outcome.text.slice(0, 300)}`);
    return false;
  }
  ledger.unavailable += 1;
  if (!(Number(outcome.headers.get('Retry-After')) > 0)) ledger.faults.push('a 503 or 507 has no Retry-After');
  return true;
}

async function sendImport(requests: Requests, request: ImportRequest): Promise<Attempt> {
  const form = new FormData();
  form.append('metadata', JSON.stringify({ format: 'openapi', ...request.metadata }));
  form.append('file', new Blob([request.document.bytes]), request.document.name);
  const answer = await requests.send({
    operation: 'submit',
    path: request.path,
    method: 'POST',
    body: form,
    headers: {
      ...(request.key === undefined ? {} : { 'Idempotency-Key': request.key }),
      ...(request.wait === undefined ? {} : { Prefer: `wait=${request.wait}` }),
    },
  });
  const [, id] = /\/imports\/([0-9A-Z]{26})/.exec(answer.headers.get('Location') ?? '') ?? [];
  return { ...answer, id };
}

/** From now on the import may end as cancelled or not. Some that are cancelled run again. */
async function cancelAndRetry(parts: ClientParts, id: string): Promise<void> {
  await change(parts, id, 'cancel');
  if (parts.random.chance(0.5)) return;
  await pause(parts.random.between(0, 3_000));
  await change(parts, id, 'retry');
}

async function change({ requests, recorder }: ClientParts, id: string, action: 'cancel' | 'retry'): Promise<void> {
  const begin = recorder.now();
  const request: Request = { operation: action, path: `/imports/${id}/${action}`, method: 'POST' };
  const answer = await requests.send(request).catch(() => undefined);
  recorder.add({ kind: 'asked', action, id, begin, end: recorder.now(), status: answer?.status });
}
