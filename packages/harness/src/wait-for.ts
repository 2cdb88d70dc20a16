import { setTimeout as pause } from 'node:timers/promises';

const pollMs = 25;

/**
 * Waits until a condition returns a value other than undefined, null and false.
 * @param options.describe the condition, as in "the import ends"
 * @param options.timeoutMs default: 10,000
 * @returns the value of the condition
 * @throws with the description when the time is over; its cause is the last error of the condition
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
      if (isPresent(value)) return value;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    await pause(pollMs);
  } while (Date.now() < deadline);
  const description = typeof options.describe === 'string' ? options.describe : options.describe();
  throw new Error(`Timed out after ${timeoutMs.toLocaleString('en')} ms waiting until ${description}`, {
    cause: lastError,
  });
}

function isPresent<Value>(value: Value): value is Exclude<Value, undefined | null | false> {
  return value !== undefined && value !== null && value !== false;
}
