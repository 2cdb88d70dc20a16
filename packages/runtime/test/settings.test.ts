import { describe, expect, test } from 'vitest';
import { parseSettings, requireDatabaseUrl, SettingsError } from '../src/settings/settings.ts';

describe('settings', () => {
  test('an empty environment gives the documented defaults', () => {
    expect(parseSettings({})).toMatchObject({
      PORT: 8082,
      CONNECTORY_DATA_DIR: '.connectory',
      MAX_UPLOAD_BYTES: 67_108_864,
    });
  });

  test('all invalid settings are reported at once, by name', () => {
    const env = { PORT: 'http', DATABASE_URL: 'mysql://x', LOG_LEVEL: 'loud', REDIS_URL: 'localhost' };
    try {
      parseSettings(env);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(SettingsError);
      for (const name of Object.keys(env)) expect(String(error)).toContain(name);
    }
  });

  test('an empty variable counts as absent', () => {
    expect(parseSettings({ DATABASE_URL: '', REDIS_URL: '', PUBLIC_BASE_URL: '' })).toEqual(parseSettings({}));
  });

  test('a heartbeat interval that makes claims stale is refused', () => {
    expect(() => parseSettings({ HEARTBEAT_SECONDS: '30', STALE_AFTER_SECONDS: '30' })).toThrow(SettingsError);
  });

  test.each(['http://login.example/keys', 'http://127.0.0.1.example/keys'])(
    'keys of a token issuer from %s, without TLS, are refused',
    (AUTH_JWKS_URL) => {
      const issuer = { AUTH_ISSUER: 'i', AUTH_AUDIENCE: 'a' };
      expect(() => parseSettings({ ...issuer, AUTH_JWKS_URL })).toThrow('AUTH_JWKS_URL: must be https');
      expect(() => parseSettings({ ...issuer, AUTH_JWKS_URL: 'http://127.0.0.1:1/keys' })).not.toThrow();
    },
  );

  test.each([
    ['OIDC_CLIENT_ID: is required', { OIDC_CLIENT_ID: '' }],
    ['OIDC_ISSUER: is required', { OIDC_ISSUER: '' }],
    ['OIDC_ISSUER: must be https', { OIDC_ISSUER: 'http://login.example' }],
    ['SECRETS_KEY or SECRETS_KEY_FILE: is required', { SECRETS_KEY: '' }],
    ['OIDC_SCOPE: must have the word "openid"', { OIDC_SCOPE: 'email' }],
  ])('a sign-in by an issuer is refused: %s', (message, change) => {
    const SECRETS_KEY = Buffer.alloc(32).toString('base64');
    const good = { OIDC_ISSUER: 'https://login.example', OIDC_CLIENT_ID: 'console', SECRETS_KEY };
    expect(() => parseSettings(good)).not.toThrow();
    expect(() => parseSettings({ ...good, ...change })).toThrow(message);
  });

  test('an old name that is set is refused with the new one, and an empty one is ignored', () => {
    const env = { SCHEMA_URL_ALLOW: 'specs.internal', DATABASE_SILENCE_SECONDS: '' };
    expect(() => parseSettings(env)).toThrow('SCHEMA_URL_ALLOW: was renamed to OUTBOUND_ALLOW; set OUTBOUND_ALLOW');
    expect(parseSettings({ SCHEMA_URL_ALLOW: '' })).toEqual(parseSettings({}));
  });

  test('the error about a missing database says how to get one', () => {
    expect(() => requireDatabaseUrl(parseSettings({}))).toThrow(/DATABASE_URL.*embedded/s);
  });
});
