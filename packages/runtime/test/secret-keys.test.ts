import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseSettings, readSecretKeys, SettingsError } from '../src/index.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'secret-keys-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const keys = [randomBytes(32), randomBytes(32), randomBytes(32)] as const;
const [current, second, third] = keys;
const base64 = (key: Buffer): string => key.toString('base64');
const read = (env: NodeJS.ProcessEnv) => readSecretKeys(parseSettings(env));
const file = (content: string): string => {
  const name = path.join(folder, String(Math.random()));
  writeFileSync(name, content);
  return name;
};

describe('the keys of secrets', () => {
  test('come from a setting, or from a file with a line break, in both alphabets of base64', () => {
    const expected = { current, previous: [] };
    expect(read({ SECRETS_KEY: base64(current) })).toEqual(expected);
    expect(read({ SECRETS_KEY: current.toString('base64url') })).toEqual(expected);
    expect(read({ SECRETS_KEY_FILE: file(`${base64(current)}\n`) })).toEqual(expected);
  });

  test('come with earlier ones', () => {
    const previous = `${base64(second)}, ${base64(third)}`;
    expect(read({ SECRETS_KEY: base64(current), SECRETS_KEY_PREVIOUS: previous })).toEqual({
      current,
      previous: [second, third],
    });
  });

  test('are absent by default', () => {
    expect(read({})).toBeUndefined();
    expect(read({ SECRETS_KEY: '', SECRETS_KEY_FILE: '', SECRETS_KEY_PREVIOUS: '' })).toBeUndefined();
  });

  const short = base64(randomBytes(31));
  test.each([
    ['a short key', { SECRETS_KEY: short }],
    ['a long key', { SECRETS_KEY: base64(randomBytes(33)) }],
    ['a text that is not base64', { SECRETS_KEY: '!'.repeat(44) }],
    [
      'a short key among earlier ones',
      { SECRETS_KEY: base64(current), SECRETS_KEY_PREVIOUS: `${base64(second)},${short}` },
    ],
    ['a file that is missing', { SECRETS_KEY_FILE: path.join(folder, 'none') }],
    ['a file with a short key', { SECRETS_KEY_FILE: file(short) }],
    ['an empty file', { SECRETS_KEY_FILE: file('') }],
    ['a key and a file', { SECRETS_KEY: base64(current), SECRETS_KEY_FILE: file(base64(current)) }],
    ['earlier keys alone', { SECRETS_KEY_PREVIOUS: base64(second) }],
  ])('are refused with the name of the setting, and without its value: %s', (_, env) => {
    try {
      read(env);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(SettingsError);
      expect(String(error)).toContain(Object.keys(env).at(-1));
      for (const key of [short, ...keys.map(base64), '!!!!']) expect(String(error)).not.toContain(key);
    }
  });
});
