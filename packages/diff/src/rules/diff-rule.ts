import type { ChangeClass } from '../model/version-diff.ts';

/** One kind of change. What it means depends on which way the data goes. */
export interface DiffRule {
  /** Stable: clients may act on it. */
  readonly code: string;
  /** Its class where the data is sent by the connector's user. */
  readonly sent: ChangeClass;
  /** Its class where the data is received. */
  readonly received: ChangeClass;
  /** For the documentation. */
  readonly meaning: string;
}

const classes = { b: 'breaking', n: 'non-breaking', a: 'annotation' } as const;

/**
 * Writes a rule.
 * @param sides `b`, `n` or `a`, first for what is sent, then for what is received: `bn` breaks those who send only.
 */
export function rule(code: string, sides: `${'b' | 'n' | 'a'}${'b' | 'n' | 'a'}`, meaning: string): DiffRule {
  const [sent, received] = [sides.charAt(0), sides.charAt(1)];
  return { code, sent: toClass(sent), received: toClass(received), meaning };
}

function toClass(letter: string): ChangeClass {
  return letter === 'b' ? classes.b : letter === 'n' ? classes.n : classes.a;
}
