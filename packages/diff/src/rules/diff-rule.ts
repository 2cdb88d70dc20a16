import type { ChangeClass } from '../model/version-diff.ts';

/** A kind of change. Its class depends on the direction of the data. */
export interface DiffRule {
  /** Stable: clients may act on it. */
  readonly code: string;
  /** The class where the user of the connector sends the data. */
  readonly sent: ChangeClass;
  /** The class where the user receives the data. */
  readonly received: ChangeClass;
  /** For docs/diff.md, in Markdown. */
  readonly meaning: string;
}

const classes = { b: 'breaking', n: 'non-breaking', a: 'annotation' } as const;

/**
 * Creates a rule.
 * @param sides the class for sent, then for received data, as `b`, `n` or `a`: `bn` is breaking for senders only.
 */
export function rule(code: string, sides: `${'b' | 'n' | 'a'}${'b' | 'n' | 'a'}`, meaning: string): DiffRule {
  const [sent, received] = [sides.charAt(0), sides.charAt(1)];
  return { code, sent: toClass(sent), received: toClass(received), meaning };
}

function toClass(letter: string): ChangeClass {
  return letter === 'b' ? classes.b : letter === 'n' ? classes.n : classes.a;
}
