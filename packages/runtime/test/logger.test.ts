import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { redactLine, redactSecrets, redactText } from '../src/observability/redact-secrets.ts';

const key = 'cty_q3mU0p6Vq5s7x-_Zr1t2';
const jwt = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJzb21lYm9keSJ9.MEUCIQDx_-9';

describe('logged text', () => {
  test.each([
    [
      'cannot reach postgresql://app:s3cret@db:5432/x or redis://:pw@r',
      'cannot reach postgresql://***@db:5432/x or redis://***@r',
    ],
    ['postgresql://app:s3@cret@db/x', 'postgresql://***@db/x'],
    [`GET /x?access_token=${jwt}&first=2`, 'GET /x?access_token=***&first=2'],
    ['https://x/y?X-Amz-Signature=abc123&b=1#c', 'https://x/y?X-Amz-Signature=***&b=1#c'],
    ['https://x/y?a=1&api_key=abc;sig=def', 'https://x/y?a=1&api_key=***;sig=***'],
    [`the key ${key} is unknown`, 'the key cty_*** is unknown'],
    ['signed with whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw==.', 'signed with whsec_***.'],
    [`Authorization: Bearer ${jwt}`, 'Authorization: Bearer ***'],
    ['Authorization: Basic dXNlcjpwYXNzd29yZA==', 'Authorization: Basic ***'],
    [`the token "${jwt}" has expired`, 'the token "***" has expired'],
  ])('loses its secrets: %s', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  test.each([
    'see https://example.com/a@b',
    'https://example.com/?first=20&after=abc&page=1@2',
    'Basic authentication is one scheme of several; bearer tokens are another',
    '01K0000000000000000000000A queued',
  ])('stays as it is without any: %s', (text) => {
    expect(redactText(text)).toBe(text);
  });
});

describe('a long text', () => {
  test.each(['a', 'eyJ-', 'eyJaaaaa.', 'https://', '?token', 'Bearer ', '"', '\\\\', 'cty_', 'whsec_'])(
    'of %j is redacted in linear time',
    (pump) => {
      const line = JSON.stringify({ text: pump.repeat(Math.ceil(500_000 / pump.length)) });
      const start = process.cpuUsage();
      redactLine(line);
      expect(process.cpuUsage(start).user / 1000).toBeLessThan(10_000);
    },
  );

  test('is cut, and says by how much', () => {
    expect(redactText('a'.repeat(100_000))).toMatch(/^a{32768}… and 67232 characters more$/);
  });
});

describe('a logged object', () => {
  test('loses members with secret names, at any depth and in any spelling', () => {
    const secrets = {
      Authorization: `Bearer ${key}`,
      password: 'x',
      'set-cookie': ['a=b'],
      access_token: 'x',
      clientSecret: { value: 'x' },
      operatorApiKey: 'x',
      SECRETS_KEY: 'x',
      SECRETS_KEY_PREVIOUS: 'x',
      'x-api-key': 'x',
    };
    const logged = redactSecrets({ a: [{ b: { headers: secrets, kept: 1 } }] });
    const masked = Object.fromEntries(Object.keys(secrets).map((name) => [name, '***']));
    expect(logged).toEqual({ a: [{ b: { headers: masked, kept: 1 } }] });
  });

  test('loses secrets within text, in errors and in their causes', () => {
    const error = new Error(`no ${key}`, { cause: { url: 'redis://:pw@r', inner: new TypeError(`Bearer ${jwt}`) } });
    const text = JSON.stringify(redactSecrets({ list: [error, new URL('https://u:p@h/?token=x')] }));
    for (const secret of [key, 'pw@', jwt, 'u:p', 'token=x']) expect(text).not.toContain(secret);
    expect(text).toContain('no cty_***');
    expect(text).toContain('TypeError');
  });

  test('is not modified, and is logged without its cycles and bytes', () => {
    const circle: { [name: string]: unknown } = { token: 'x', bytes: Buffer.from('abc') };
    circle['self'] = circle;
    expect(JSON.stringify(redactSecrets(circle))).toMatch(/"bytes":"\[3 bytes\]".*\[deeper\]/);
    expect(circle['token']).toBe('x');
  });
});

test('a logger masks secrets in members, bindings, errors and messages', async () => {
  const script = `
    const { createLogger } = await import(process.argv[1]);
    const logger = createLogger({ service: 'test', level: 'info' });
    logger.child({ apiKey: 'SECRET', url: 'https://u:SECRET@h/' }).info({ req: { headers: { authorization: 'SECRET' } } }, 'one');
    logger.warn({ err: new Error('at https://SECRET@h/') }, 'two ?access_token=SECRET&x=1');
    logger.error(new Error('three cty_SECRETSECRET'));
    logger.info({ text: 'say "https://h/?token=SECRET"', next: 'https://h', mail: 'a@b' }, 'four %s', 'cty_SECRETSECRET');
  `;
  const built = fileURLToPath(new URL('../dist/index.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, built]);
  const lines = stdout.trim().split('\n');
  expect(lines.map((line) => Object(JSON.parse(line)).level)).toEqual(['info', 'warn', 'error', 'info']);
  expect(stdout).not.toContain('SECRET');
  expect(lines[1]).toContain('two ?access_token=***&x=1');
  expect(JSON.parse(lines[3] ?? '')).toMatchObject({
    text: 'say "https://h/?token=***"',
    mail: 'a@b',
    msg: 'four cty_***',
  });
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ err: { type: 'Error', message: 'at https://***@h/' } });
});
