import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSecretBox, SecretKeyError } from '../src/index.ts';

const keys = { current: randomBytes(32), previous: [] };
const box = createSecretBox(keys);
const place = { organisationId: '01K0000000000000000000000A', id: '01K0000000000000000000000B' };

describe('a secret box', () => {
  test('opens what it sealed, for every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (secret) => {
        expect(box.open(box.seal(secret, place), place)).toBe(secret);
      }),
    );
  });

  test('seals the same secret differently each time, and never in clear text', () => {
    const sealed = [box.seal('whsec_secret', place), box.seal('whsec_secret', place)];
    expect(new Set(sealed).size).toBe(2);
    for (const text of sealed) {
      expect(text.startsWith(box.prefix ?? '-')).toBe(true);
      expect(text).not.toContain('secret');
      expect(Buffer.from(text.split('.')[2] ?? '', 'base64url').includes('secret')).toBe(false);
    }
  });

  test.each([
    ['organisation', { ...place, organisationId: '01K0000000000000000000000C' }],
    ['row', { ...place, id: '01K0000000000000000000000C' }],
    ['boundary', { organisationId: place.organisationId.slice(0, -1), id: `A\n${place.id}` }],
  ])('does not open a secret that was copied to another %s', (_, other) => {
    expect(() => box.open(box.seal('x', place), other)).toThrow('belongs to another row');
  });

  test('does not open a secret with any changed or missing character', () => {
    const sealed = box.seal('whsec_secret', place);
    for (let at = 0; at < sealed.length; at += 1) {
      // The last character of base64 holds bits that belong to no byte.
      const other = sealed[at] === 'A' ? 'w' : 'A';
      expect(() => box.open(sealed.slice(0, at) + other + sealed.slice(at + 1), place)).toThrow(SecretKeyError);
      expect(() => box.open(sealed.slice(0, at), place)).toThrow(SecretKeyError);
    }
  });

  test('opens secrets of a previous key, and seals with the current one', () => {
    const rotated = createSecretBox({ current: randomBytes(32), previous: [randomBytes(32), keys.current] });
    expect(rotated.open(box.seal('x', place), place)).toBe('x');
    expect(rotated.prefix).not.toBe(box.prefix);
    expect(() => box.open(rotated.seal('x', place), place)).toThrow(/SECRETS_KEY_PREVIOUS/);
  });

  test('names the settings when no key is configured', () => {
    const none = createSecretBox(undefined);
    expect(none.prefix).toBeUndefined();
    expect(() => none.seal('x', place)).toThrow(/SECRETS_KEY or SECRETS_KEY_FILE/);
    expect(() => none.open(box.seal('x', place), place)).toThrow(/SECRETS_KEY or SECRETS_KEY_FILE/);
  });

  test('repeats neither the secret nor the key in an error', () => {
    const key = keys.current.toString('base64');
    for (const stored of ['whsec_secret', `v1.${key}`, 'v2.a.b', `${box.prefix}secret`]) {
      expect(() => box.open(stored, place)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('secret_') }),
      );
    }
  });
});
