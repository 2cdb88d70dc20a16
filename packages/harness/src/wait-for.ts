import { setTimeout as pause } from 'node:timers/promises';

const pollMs = 25;

/**
 * Waits until a condition holds: a promise that gives neither undefined, null nor false.
 * @returns what it gave.
 * @throws an error with the description when `timeoutMs` (10 s unless given) are over; the condition's own error is its cause.
 */
export async function waitFor<Value>(
  condition: () => Promise<Value> | Value,
  options: { timeoutMs?: number; describe: string | (() => string) },
): Promise<Exclude<Value, undefined | null | false>> {
  const timeoutMs = options.timeoutMs ?? 10_000;
  const deadline = Date.now() + timeoutMs;
  let lastError: unknown;
  do {
    try {
      const value = await condition();
      if (isThere(value)) return value;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    await pause(pollMs);
  } while (Date.now() < deadline);
  const description = typeof options.describe === 'string' ? options.describe : options.describe();
  throw new Error(`Not so after ${timeoutMs} ms: ${description}`, { cause: lastError });
}

function isThere<Value>(value: Value): value is Exclude<Value, undefined | null | false> {
  return value !== undefined && value !== null && value !== false;
}
