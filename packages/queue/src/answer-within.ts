/** The backend of the queue did not respond in time. */
export class QueueSilentError extends Error {
  override readonly name = 'QueueSilentError';
  readonly code = 'ETIMEDOUT';
}

/** The queue is known to be away: its connection is lost, and is being opened again. */
export class QueueAwayError extends Error {
  override readonly name = 'QueueAwayError';
  readonly code = 'unavailable';
  constructor() {
    super('The queue is away.');
  }
}

/** @throws QueueSilentError if there is no response within `timeoutMs`. The operation may still take effect. */
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
