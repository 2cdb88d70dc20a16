import type { CallbackVerdict } from '@connectory/lifecycle';
import type { OutboundFault } from '@connectory/outbound';

/** What an attempt met: the status of an answer, or why there was none. */
export type CallbackAnswer = { readonly status: number } | { readonly fault: OutboundFault };

/** As attempts show them. */
export const callbackErrors: { readonly [Fault in OutboundFault]: string } = {
  refused: 'callback_refused',
  unreachable: 'callback_unreachable',
  'timed-out': 'callback_timeout',
  'too-large': 'callback_too_large',
  'too-many-redirects': 'callback_unreadable',
  unreadable: 'callback_unreadable',
};

/** Between the first attempt and the second; doubled each time. */
export const firstDelayMs = 5_000;

/** RFC 9110, section 15.5.11: the receiver wants no more of it. */
const gone = 410;

/**
 * Success is a status of 2xx; redirects are not followed, and so are none. What may not be asked, or is gone, is given up at once;
 * everything else is tried again, twice as late each time, for as long as `retryMs` since it was first due.
 * @param attempts made so far, this one included.
 */
export function judgeCallback(
  answer: CallbackAnswer,
  callback: { attempts: number; ageMs: number; retryMs: number },
): CallbackVerdict {
  const status = 'status' in answer ? answer.status : undefined;
  if (status !== undefined && status >= 200 && status <= 299) return { status: 'delivered' };
  if (status === gone || ('fault' in answer && answer.fault === 'refused')) return { status: 'given_up' };
  const nextAttemptInMs = firstDelayMs * 2 ** (callback.attempts - 1);
  if (callback.ageMs + nextAttemptInMs > callback.retryMs) return { status: 'given_up' };
  return { status: 'pending', nextAttemptInMs };
}
