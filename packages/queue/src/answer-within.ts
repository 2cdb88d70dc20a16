/** The store of the queue did not answer in time. */
export class QueueSilentError extends Error {
  override readonly name = 'QueueSilentError';
  readonly code = 'ETIMEDOUT';
}

/** @throws QueueSilentError when there is no answer within `timeoutMs`; what was asked for may happen all the same. */
export async function answerWithin<Value>(timeoutMs: number, answer: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new QueueSilentError(`The queue did not answer within ${timeoutMs / 1000} s.`)),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
