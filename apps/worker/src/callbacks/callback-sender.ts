import { setTimeout as pause } from 'node:timers/promises';
import {
  claimDueCallbacks,
  type Database,
  type DueCallback,
  readCallbackSecrets,
  recordCallbackAttempt,
} from '@connectory/database';
import type { CallbackAttempt } from '@connectory/lifecycle';
import type { Outbound } from '@connectory/outbound';
import type { Logger } from '@connectory/runtime';
import { callbackBody, signatureHeaders } from './callback-message.ts';
import { type CallbackAnswer, callbackErrors, judgeCallback } from './judge-callback.ts';
import type { WorkerMetrics } from '../observability/worker-metrics.ts';
import { createNudge } from '../polling/nudge.ts';

export interface CallbackSenderOptions {
  readonly database: Database;
  readonly outbound: Outbound;
  readonly logger: Logger;
  readonly metrics: Pick<WorkerMetrics, 'callbacksAttempted'>;
  readonly publicBaseUrl: string | undefined;
  /** Deliveries at a time. */
  readonly concurrency: number;
  /** How long a receiver may take to answer. */
  readonly timeoutMs: number;
  readonly maxHeaderBytes: number;
  /** After a callback was first due it is tried this long. */
  readonly retryMs: number;
  /** A worker that records nothing for this long after the time for an answer is over is taken for dead. */
  readonly staleAfterMs: number;
}

export interface CallbackSender {
  /** An import may have ended: look now. */
  nudge(): void;
  /** Begins no new delivery, and waits `cutOffMs` at most for those under way: what is left of them is due again later. */
  stop(cutOffMs: number): Promise<void>;
}

/** Without a nudge: looked this often, for retries, and for imports that ended elsewhere. */
const idleMs = 1_000;

/**
 * Delivers callbacks. The rows are record and queue at once: each says when it is due, whoever takes one holds it for a while, and what a
 * dead worker held is due again. A job could say no more than its row does, and one that waits for hours would have to outlive whatever
 * happens to a queue.
 */
export function startCallbackSender(options: CallbackSenderOptions): CallbackSender {
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  const nudge = createNudge(idleMs);
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      nudge.forget();
      const due = await claim(options, options.concurrency - running.size);
      for (const callback of due) {
        const delivery = deliver(options, callback).finally(() => {
          running.delete(delivery);
          nudge.nudge();
        });
        running.add(delivery);
      }
      if (due.length === 0) await nudge.wait();
    }
    await Promise.all(running);
  };
  const looping = loop();
  return {
    nudge: () => nudge.nudge(),
    stop: async (cutOffMs) => {
      stopping.abort();
      nudge.nudge();
      await Promise.race([looping, pause(cutOffMs, undefined, { ref: false })]);
    },
  };
}

async function claim(options: CallbackSenderOptions, limit: number): Promise<readonly DueCallback[]> {
  if (limit === 0) return [];
  try {
    const leaseMs = options.timeoutMs + options.staleAfterMs;
    return await claimDueCallbacks(options.database, { limit, leaseMs });
  } catch (error) {
    options.logger.warn({ err: error }, 'callbacks not looked for');
    return [];
  }
}

/** Whatever fails on our side leaves the callback held, and so due again when its time is over. */
async function deliver(options: CallbackSenderOptions, callback: DueCallback): Promise<void> {
  const logger = options.logger.child({ callbackId: callback.id, importId: callback.import.id });
  try {
    const at = new Date();
    const startedAt = performance.now();
    const answer = await ask(options, callback, at);
    const durationMs = Math.round(performance.now() - startedAt);
    const verdict = judgeCallback(answer, {
      attempts: callback.attemptCount + 1,
      ageMs: Date.now() - callback.createdAt.getTime(),
      retryMs: options.retryMs,
    });
    const recorded = await recordCallbackAttempt(
      options.database,
      callback,
      toAttempt(answer, at, durationMs),
      verdict,
    );
    if (recorded) options.metrics.callbacksAttempted.inc({ outcome: verdict.status });
    logger.info({ ...answer, ...verdict, durationMs, recorded }, 'callback attempted');
  } catch (error) {
    logger.warn({ err: error }, 'callback not attempted, left until its time is over');
  }
}

async function ask(options: CallbackSenderOptions, callback: DueCallback, at: Date): Promise<CallbackAnswer> {
  const { outbound, database, timeoutMs, maxHeaderBytes } = options;
  const body = callbackBody(callback, options.publicBaseUrl);
  const secrets = await readCallbackSecrets(database, callback.organisationId);
  const outcome = await outbound.send({
    method: 'POST',
    url: callback.url,
    headers: { 'content-type': 'application/json', ...signatureHeaders({ id: callback.id, body, at }, secrets) },
    body,
    limits: { maxBytes: 0, maxHeaderBytes, maxRedirects: 0, totalMs: timeoutMs, idleMs: timeoutMs },
  });
  return outcome.ok ? { status: outcome.answer.status } : { fault: outcome.fault };
}

function toAttempt(answer: CallbackAnswer, at: Date, durationMs: number): CallbackAttempt {
  const met = 'status' in answer ? { status: answer.status } : { error: callbackErrors[answer.fault] };
  return { at: at.toISOString(), ...met, durationMs };
}
