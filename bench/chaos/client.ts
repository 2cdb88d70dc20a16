import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** Longer than any wait that is asked for, and than the service takes to notice that its database hangs. */
const requestTimeoutMs = 60_000;

/** How long a good client goes on. */
const giveUpMs = 240_000;

/** Submits documents as a good client does: what got no answer or a 503 is sent again with the same Idempotency-Key. */
export function createClient({ world, random, ledger }) {
  const root = () => `${random.pick(world.apis).url}/api/connect/v1/o/${world.owner.organisationId}`;
  const headers = { Authorization: `Bearer ${world.owner.apiKey}` };

  const attempt = async (request) => {
    const form = new FormData();
    form.append('metadata', JSON.stringify({ format: 'openapi', ...request.metadata }));
    form.append('file', new Blob([request.document.bytes]), request.document.name);
    const response = await fetch(`${root()}${request.path}`, {
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
  };

  const submit = async (request) => {
    const startedAt = Date.now();
    for (let tries = 1; ; tries += 1) {
      const answer = await attempt(request).catch((error) => ({ error }));
      if (answer.id !== undefined) {
        if (tries > 1) ledger.repeated += 1;
        return answer.id;
      }
      if (answer.error !== undefined) ledger.broken += 1;
      else if (answer.status === 503) ledger.unavailable += 1;
      else ledger.faults.push(`POST ${request.path} answered ${answer.status}: ${answer.text.slice(0, 300)}`);
      if (answer.status === 503 && !(answer.retryAfter > 0)) ledger.faults.push('a 503 came without Retry-After');
      if (answer.error === undefined && answer.status !== 503) return undefined;
      // Without a key nobody can tell whether it was accepted: sent again it might be imported twice.
      if (request.key === undefined) {
        ledger.unknown += 1;
        return undefined;
      }
      if (Date.now() - startedAt > giveUpMs) {
        ledger.faults.push(`no answer within ${giveUpMs / 1000} s: ${String(answer.error?.cause ?? answer.error)}`);
        return undefined;
      }
      await pause(random.between(300, 1_500));
    }
  };

  const cancel = async (id) => {
    const answer = await fetch(`${root()}/imports/${id}/cancel`, {
      method: 'POST',
      headers,
      signal: AbortSignal.timeout(requestTimeoutMs),
    }).catch(() => undefined);
    await answer?.arrayBuffer().catch(() => undefined);
    // Whatever came of it: from now on it may be cancelled.
  };

  return {
    /** Submits one document, and notes what is to become of it. */
    importOne: async ({ document, connectorId, version }) => {
      const request = {
        document,
        path: connectorId === undefined ? '/protocols/http/import' : `/connector/${connectorId}/http/import`,
        metadata: version === undefined ? {} : { version },
        key: random.chance(0.85) ? randomUUID() : undefined,
        wait: random.chance(0.25) ? 20 : undefined,
      };
      const toCancel = request.wait === undefined && random.chance(0.04);
      const id = await submit(request);
      if (id === undefined) return undefined;
      if (ledger.accepted.has(id)) ledger.faults.push(`import ${id} was answered to two requests`);
      ledger.accepted.set(id, { sha256: document.sha256, toCancel });
      if (toCancel) await cancel(id);
      return id;
    },
  };
}

export function createLedger() {
  return { accepted: new Map(), faults: [], repeated: 0, broken: 0, unavailable: 0, unknown: 0 };
}
