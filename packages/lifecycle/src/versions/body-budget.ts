/** The rows of a version amount to more than the limit. The import fails with it. */
export class OutputTooLargeError extends Error {
  override readonly name = 'OutputTooLargeError';
}

/** The characters that the bodies of a version may still amount to. Bodies name their definitions at each use, with descriptions. */
export interface BodyBudget {
  readonly left: number;
  /** Counts each body when it is first written. @throws OutputTooLargeError */
  count(write: () => string): () => string;
}

export function createBodyBudget(maxChars: number): BodyBudget {
  let left = maxChars;
  return {
    get left() {
      return left;
    },
    count: (write) => {
      let isCounted = false;
      return () => {
        const body = write();
        if (!isCounted) left -= body.length;
        isCounted = true;
        if (left < 0) throw new OutputTooLargeError();
        return body;
      };
    },
  };
}
