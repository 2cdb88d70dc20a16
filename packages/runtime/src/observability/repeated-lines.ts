/** Lets the first lines of each kind through and counts the rest of a window. */
export interface RepeatedLines {
  /**
   * @param kind lines of one kind differ in ids only.
   * @param onEnd called at the end of the window with the number of lines left out.
   * @returns whether to write the line.
   */
  take(kind: string, onEnd: (leftOut: number) => void): boolean;
}

const windowMs = 10_000;
const linesPerWindow = 10;

/** Kinds counted at one time. Others are written. */
const maxKinds = 100;

export function createRepeatedLines(): RepeatedLines {
  const counts = new Map<string, number>();
  return {
    take: (kind, onEnd) => {
      const count = counts.get(kind);
      if (count !== undefined) {
        counts.set(kind, count + 1);
        return count < linesPerWindow;
      }
      if (counts.size >= maxKinds) return true;
      counts.set(kind, 1);
      const end = (): void => {
        const leftOut = (counts.get(kind) ?? 0) - linesPerWindow;
        counts.delete(kind);
        if (leftOut > 0) onEnd(leftOut);
      };
      setTimeout(end, windowMs).unref();
      return true;
    },
  };
}

/**
 * @returns the kind of a line about a fault of the environment, which has a code as `ECONNREFUSED`; undefined for any other line. A defect
 * has none: each of its lines is written, because clients quote their request ids.
 */
export function kindOfLine([facts, text]: readonly unknown[]): string | undefined {
  const error: unknown = typeof facts === 'object' && facts !== null && 'err' in facts ? facts.err : undefined;
  if (!(error instanceof Error)) return undefined;
  const code = codeOf(error) ?? codeOf(error.cause);
  return code === undefined ? undefined : `${String(text)} ${error.name} ${code}`;
}

function codeOf(error: unknown): string | undefined {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
