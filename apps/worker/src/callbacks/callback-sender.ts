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
import { type CallbackResult, callbackErrors, judgeCallback } from './judge-callback.ts';
import type { WorkerMetrics } from '../observability/worker-metrics.ts';
import { createNudge } from '../polling/nudge.ts';

export interface CallbackSenderOptions {
  readonly database: Database;
  readonly outbound: Outbound;
  readonly logger: Logger;
  readonly metrics: Pick<WorkerMetrics, 'callbacksAttempted'>;
  readonly publicBaseUrl: string | undefined;
  /** Concurrent deliveries. */
  readonly concurrency: number;
  /** Time for a receiver to respond. */
  readonly timeoutMs: number;
  readonly maxHeaderBytes: number;
  /** Time after the end of the import during which delivery is retried. */
  readonly retryMs: number;
  /** Part of a lease that exceeds `timeoutMs`. A worker that records nothing by then counts as dead. */
  readonly staleAfterMs: number;
}

export interface CallbackSender {
  /** Polls now, because an import may have ended. */
  nudge(): void;
  /** Starts no new deliveries and waits up to `cutOffMs` for running ones. Unfinished ones become due again when their lease ends. */
  stop(cutOffMs: number): Promise<void>;
}

/** Time between two polls without a nudge: finds retries, and imports that other processes ended. */
const idleMs = 1_000;

/**
 * Delivers notifications to `callbackUrl`s. The rows are both record and queue: each has a due time, a worker leases the rows that it
 * takes, and rows of a dead worker become due again when the lease ends. Jobs would add nothing, and a job that waits for hours would
 * have to survive every loss of the queue.
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
    options.logger.warn({ err: error }, 'failed to poll callbacks');
    return [];
  }
}

/** If this service itself fails, the callback stays leased, and becomes due again when the lease ends. */
async function deliver(options: CallbackSenderOptions, callback: DueCallback): Promise<void> {
  const logger = options.logger.child({ callbackId: callback.id, importId: callback.import.id });
  try {
    const at = new Date();
    const startedAt = performance.now();
    const result = await send(options, callback, at);
    const durationMs = Math.round(performance.now() - startedAt);
    const verdict = judgeCallback(result, {
      attempts: callback.attemptCount + 1,
      ageMs: Date.now() - callback.createdAt.getTime(),
      retryMs: options.retryMs,
    });
    const recorded = await recordCallbackAttempt(
      options.database,
      callback,
      toAttempt(result, at, durationMs),
      verdict,
    );
    if (recorded) options.metrics.callbacksAttempted.inc({ outcome: verdict.status });
    logger.info({ ...result, ...verdict, durationMs, recorded }, 'callback attempted');
  } catch (error) {
    logger.warn({ err: error }, 'failed to attempt the callback; it is due again when its lease ends');
  }
}

async function send(options: CallbackSenderOptions, callback: DueCallback, at: Date): Promise<CallbackResult> {
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
  return outcome.ok ? { status: outcome.response.status } : { fault: outcome.fault };
}

function toAttempt(result: CallbackResult, at: Date, durationMs: number): CallbackAttempt {
  const shown = 'status' in result ? { status: result.status } : { error: callbackErrors[result.fault] };
  return { at: at.toISOString(), ...shown, durationMs };
}
