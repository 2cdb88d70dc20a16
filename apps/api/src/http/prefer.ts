/** What a client prefers (RFC 7240), as far as this service knows it. */
export interface Preference {
  /** Seconds that it is willing to wait for the end; 0 to be answered at once. */
  readonly waitSeconds: number;
  /** What was said of waiting, for `Preference-Applied`; undefined when nothing was. */
  readonly applied: string | undefined;
  /** Whether it asks for less than the whole answer, where there is less: `return=minimal`. */
  readonly minimal: boolean;
}

/** Requests are held this long at most: proxies in between give up soon after. */
export const maxWaitSeconds = 60;

export function readPreference(header: string | undefined, defaultWaitSeconds: number): Preference {
  const text = header ?? '';
  const minimal = /(?:^|,)\s*return\s*=\s*"?minimal"?\s*(?:[,;]|$)/i.test(text);
  const wait = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,9})"?\s*(?:[,;]|$)/i.exec(text)?.[1];
  if (wait !== undefined) {
    const waitSeconds = Math.min(Number(wait), maxWaitSeconds);
    return { waitSeconds, applied: `wait=${waitSeconds}`, minimal };
  }
  if (/(?:^|,)\s*respond-async\b/i.test(text)) return { waitSeconds: 0, applied: 'respond-async', minimal };
  return { waitSeconds: defaultWaitSeconds, applied: undefined, minimal };
}
