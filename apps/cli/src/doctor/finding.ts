/** What a check found. */
export interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'fault';
  /** What is so and, unless it is in order, what to do. */
  readonly text: string;
}

export function ok(check: string, text: string): Finding {
  return { check, state: 'ok', text };
}

export function warning(check: string, text: string): Finding {
  return { check, state: 'warning', text };
}

export function fault(check: string, text: string): Finding {
  return { check, state: 'fault', text };
}
