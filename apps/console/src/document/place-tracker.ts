interface Position {
  /** Number of open objects and arrays. */
  readonly depth: number;
  /** Index of the line. */
  readonly line: number;
}

/** Finds the lines of one place while a document is gone through: told of each member when it begins and ends. */
export function createPlaceTracker(pointer: string) {
  const target = pointer.split('/').slice(1).map(unescapeToken);
  /** Tokens of the pointer that the present member matches. */
  let matched = 0;
  let found: [number, number] | undefined;
  return {
    enter: (name: string, { depth, line }: Position): void => {
      if (matched !== depth - 1 || target[matched] !== name) return;
      matched += 1;
      if (matched === target.length) found = [line, line];
    },
    leave: ({ depth, line }: Position): void => {
      if (depth === 0 || matched !== depth) return;
      if (matched === target.length && found !== undefined) found[1] = line;
      matched -= 1;
    },
    place: (): readonly [number, number] | undefined => found,
  };
}

const unescapeToken = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~');
