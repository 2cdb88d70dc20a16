import type { CallbackVerdict } from '@connectory/lifecycle';
import type { OutboundFault } from '@connectory/outbound';

/** The result of an attempt: the status of the response, or the fault. */
export type CallbackResult = { readonly status: number } | { readonly fault: OutboundFault };

/** Error codes of attempts, as the API shows them. */
export const callbackErrors: { readonly [Fault in OutboundFault]: string } = {
  refused: 'callback_refused',
  unreachable: 'callback_unreachable',
  'timed-out': 'callback_timeout',
  'too-large': 'callback_too_large',
  'too-many-redirects': 'callback_unreadable',
  unreadable: 'callback_unreadable',
};

/** Delay between the first attempt and the second. It doubles with each attempt. */
export const firstDelayMs = 5_000;

/** RFC 9110, section 15.5.11: the receiver wants no further attempts. */
const gone = 410;

/**
 * Decides what follows an attempt. A status of 2xx is a delivery. A refused URL and a 410 are given up at once. Everything else is
 * retried with a doubling delay until `retryMs` after the first due time; redirects are not followed, so they count as failures too.
 * @param callback `attempts` includes this one; `ageMs` is the time since the first due time.
 */
export function judgeCallback(
  result: CallbackResult,
  callback: { attempts: number; ageMs: number; retryMs: number },
): CallbackVerdict {
  const status = 'status' in result ? result.status : undefined;
  if (status !== undefined && status >= 200 && status <= 299) return { status: 'delivered' };
  if (status === gone || ('fault' in result && result.fault === 'refused')) return { status: 'given_up' };
  const nextAttemptInMs = firstDelayMs * 2 ** (callback.attempts - 1);
  if (callback.ageMs + nextAttemptInMs > callback.retryMs) return { status: 'given_up' };
  return { status: 'pending', nextAttemptInMs };
}
