/** Replaces a secret in the log. */
const mask = '***';

/** Names of members whose values are secrets, in any spelling: `authorization`, `apiKey`, `access_token`, `set-cookie`. */
const secretName =
  /(authorization|cookie|passw(or)?d|passphrase|secret|token|api[_-]?key|secrets[_-]?key([_-]?previous)?)$/i;

/** Deeper members are cut off in the log. */
const maxDepth = 8;

/** Longest text in the log, in characters. The rest is left out, because the patterns below look at each character. */
const maxText = 32 * 1024;

/**
 * Patterns of secrets within text, and their replacements. Each takes time linear in the text: none can start within what another start
 * of it has looked at. A text without the first member contains no match, and is not searched: most lines of the log have none.
 */
const secretForms: readonly (readonly [string, RegExp, string])[] = [
  // A query parameter such as `access_token`, `X-Amz-Signature` or `sig`.
  [
    '=',
    /([?&;][\w.-]*(?:token|key|secret|passw(?:or)?d|signature|sig|credential|auth)=)[^&;#\s"'<>\\]*/gi,
    `$1${mask}`,
  ],
  ['', /\b(Bearer|Basic)\s+[\w.~+/-]{16,}=*/gi, `$1 ${mask}`],
  ['cty_', /\bcty_[\w-]{8,}/g, `cty_${mask}`],
  ['whsec_', /\bwhsec_[\w+/-]{8,}=*/g, `whsec_${mask}`],
  // A JWT: it begins with `{"` in Base64. Text before it without a separator is replaced too.
  ['eyJ', /(?<![\w-])(?=[\w-]*eyJ)[\w-]{8,}\.[\w-]+\.[\w-]*/g, mask],
];

/** Replaces user and password of each URL in a text: connection errors often quote them. */
export function redactUrlCredentials(text: string): string {
  if (!text.includes('@')) return text;
  return text.replace(/(?<=[a-z0-9+.-]:\/\/)[^\s/?#"'<>\\]*@/gi, `${mask}@`);
}

/** Replaces the known kinds of secrets in a text: credentials in URLs, keys, tokens, and query parameters with them. */
export function redactText(text: string): string {
  const short =
    text.length > maxText ? `${text.slice(0, maxText)}… and ${text.length - maxText} characters more` : text;
  return redactForms(short);
}

function redactForms(text: string): string {
  return secretForms.reduce(
    (left, [part, form, rest]) => (left.includes(part) ? left.replace(form, rest) : left),
    redactUrlCredentials(text),
  );
}

const secretMember =
  /("[\w-]*(?:authorization|cookie|passw(?:or)?d|passphrase|secret|token|api[_-]?key|secrets[_-]?key(?:[_-]?previous)?)":)"[^"\\]*(?:\\.[^"\\]*)*"/gi;

/** Like `redactText` for a line of JSON, and also replaces members with secret names. The result is valid JSON. */
export function redactLine(line: string): string {
  return redactForms(line.replace(secretMember, `$1"${mask}"`));
}

/**
 * Copies a value without its secrets: members with secret names, and secrets within text, at any depth. Errors and their causes become
 * plain objects. Bytes become their count.
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
