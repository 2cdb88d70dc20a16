import { describe, expect, test } from 'vitest';
import { parseSettings, requireDatabaseUrl, SettingsError } from '../src/settings.ts';

describe('settings', () => {
  test('an empty environment gives the documented defaults', () => {
    expect(parseSettings({})).toMatchObject({
      PORT: 8082,
      CONNECTORY_DATA_DIR: '.connectory',
      MAX_UPLOAD_BYTES: 67_108_864,
    });
  });

  test('all faults are told at once, each with its name', () => {
    const env = { PORT: 'http', DATABASE_URL: 'mysql://x', LOG_LEVEL: 'loud', REDIS_URL: 'localhost' };
    try {
      parseSettings(env);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(SettingsError);
      for (const name of Object.keys(env)) expect(String(error)).toContain(name);
    }
  });

  test('an empty variable means the same as an absent one', () => {
    expect(parseSettings({ DATABASE_URL: '', REDIS_URL: '', PUBLIC_BASE_URL: '' })).toEqual(parseSettings({}));
  });

  test('a heartbeat slower than the time after which an import counts as dead is refused', () => {
    expect(() => parseSettings({ HEARTBEAT_SECONDS: '30', STALE_AFTER_SECONDS: '30' })).toThrow(SettingsError);
  });

  test('a process that needs a database says how to get one', () => {
    expect(() => requireDatabaseUrl(parseSettings({}))).toThrow(/DATABASE_URL.*embedded/s);
  });
});
