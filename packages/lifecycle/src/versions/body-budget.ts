/** The rows of a version amount to more than the limit. The import fails with it. */
export class OutputTooLargeError extends Error {
  override readonly name = 'OutputTooLargeError';
}

/** The characters that the bodies of a version may still amount to. Bodies name their definitions at each use, with descriptions. */
export interface BodyBudget {
  /**
   * Announces characters of the body that is being written, before they are joined: one body can be too large for memory.
   * @throws OutputTooLargeError when they and those announced before exceed what may still be written.
   */
  announce(chars: number): void;
  /** Counts each body when it is first written. @throws OutputTooLargeError */
  count(write: () => string): () => string;
}

export function createBodyBudget(maxChars: number): BodyBudget {
  let left = maxChars;
  /** For the rest of the body that is being written. A body that is written again counts no more. */
  let room = left;
  return {
    announce: (chars) => {
      room -= chars;
      if (room < 0) throw new OutputTooLargeError();
    },
    count: (write) => {
      let isCounted = false;
      return () => {
        room = isCounted ? maxChars : left;
        const body = write();
        if (!isCounted) left -= body.length;
        isCounted = true;
        if (left < 0) throw new OutputTooLargeError();
        return body;
      };
    },
  };
}
