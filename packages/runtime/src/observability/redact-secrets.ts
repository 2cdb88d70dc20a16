/** What stands in a log where a secret was. */
const mask = '***';

/** Names of members whose values are secrets, in whatever spelling: `authorization`, `apiKey`, `access_token`, `set-cookie`. */
const secretName = /(authorization|cookie|passw(or)?d|passphrase|secret|token|api[_-]?key)$/i;

/** A log line is no place for more than this. */
const maxDepth = 8;

/** Secrets as they occur within texts, and what is left of them. */
const secretForms: readonly (readonly [RegExp, string])[] = [
  // A query parameter such as `access_token`, `X-Amz-Signature` or `sig`.
  [/([?&;][\w.-]*(?:token|key|secret|passw(?:or)?d|signature|sig|credential|auth)=)[^&;#\s"'<>\\]*/gi, `$1${mask}`],
  [/\b(Bearer|Basic)\s+[\w.~+/-]{16,}=*/gi, `$1 ${mask}`],
  [/\bcty_[\w-]{8,}/g, `cty_${mask}`],
  // A JWT: it begins with `{"` in Base64.
  [/\beyJ[\w-]{5,}\.[\w-]+\.[\w-]*/g, mask],
];

/** Replaces the user and password of each URL in a text: connection errors like to quote them. */
export function redactUrlCredentials(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/?#"'<>\\]*@/gi, `$1${mask}@`);
}

/** Replaces every secret that a text is known to hold: credentials of URLs, keys, tokens, and such query parameters. */
export function redactText(text: string): string {
  return secretForms.reduce((left, [form, rest]) => left.replace(form, rest), redactUrlCredentials(text));
}

const secretMember =
  /("[\w-]*(?:authorization|cookie|passw(?:or)?d|passphrase|secret|token|api[_-]?key)":)"(?:[^"\\]|\\.)*"/gi;

/** The same for a line of JSON, whose members may be named like secrets. What is left is JSON as well. */
export function redactLine(line: string): string {
  return redactText(line.replace(secretMember, `$1"${mask}"`));
}

/**
 * A copy of what is to be logged without its secrets, at any depth: what is named like a secret, and what looks like one within texts.
 * Errors become plain objects, their causes too; bytes become their number.
 */
export function redactSecrets(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= maxDepth) return '[deeper]';
  if (value instanceof Error) return redactError(value, depth);
  if (value instanceof URL) return redactText(value.href);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.map((item) => redactSecrets(item, depth + 1));
  if (value instanceof Date) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]: [string, unknown]) => [
      name,
      secretName.test(name) && inner !== undefined && inner !== null ? mask : redactSecrets(inner, depth + 1),
    ]),
  );
}

function redactError(error: Error, depth: number): unknown {
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    message: redactText(error.message),
    stack: redactText(error.stack ?? ''),
    ...(code === undefined ? {} : { code }),
    ...(error.cause === undefined ? {} : { cause: redactSecrets(error.cause, depth + 1) }),
  };
}
