/** The preferences of a client (RFC 7240) that this service supports. */
export interface Preference {
  /** Seconds to wait for the end of an import; 0 to respond at once. */
  readonly waitSeconds: number;
  /** The preference about waiting, for `Preference-Applied`; undefined if there was none. */
  readonly applied: string | undefined;
  /** `return=minimal`: whether to leave the result out of the response. */
  readonly minimal: boolean;
}

/** Maximum wait. Proxies usually give up soon after. */
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
