import { readFileSync } from 'node:fs';
import { type Settings, SettingsError } from './settings.ts';
import { settingTable } from './setting-table.ts';

/** The keys that encrypt secrets at rest. */
export interface SecretKeySettings {
  /** Encrypts and decrypts. */
  readonly current: Uint8Array;
  /** Decrypt only. */
  readonly previous: readonly Uint8Array[];
}

/**
 * Reads the keys for secrets from the settings, or from the file that they name.
 * @returns undefined when there is none.
 * @throws SettingsError for a file that has no key.
 */
export function readSecretKeys(settings: Settings): SecretKeySettings | undefined {
  const { SECRETS_KEY: key, SECRETS_KEY_FILE: file, SECRETS_KEY_PREVIOUS: previous = '' } = settings;
  if (key !== undefined && file !== undefined)
    throw new SettingsError(['SECRETS_KEY_FILE: set either this or SECRETS_KEY, not both']);
  const current = file === undefined ? key : readKeyFile(file);
  if (current === undefined) {
    if (previous === '') return undefined;
    throw new SettingsError(['SECRETS_KEY_PREVIOUS: set SECRETS_KEY or SECRETS_KEY_FILE too, which encrypts']);
  }
  const others = previous.split(',').filter((text) => text !== '');
  return { current: toBytes(current), previous: others.map(toBytes) };
}

function readKeyFile(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new SettingsError([`SECRETS_KEY_FILE: cannot read ${file} (${code})`]);
  }
  const parsed = settingTable.SECRETS_KEY.schema.safeParse(text);
  if (parsed.success && parsed.data !== undefined) return parsed.data;
  throw new SettingsError([`SECRETS_KEY_FILE: ${file} must hold 32 bytes in base64, and nothing else`]);
}

/** Buffer reads both alphabets of base64. */
function toBytes(text: string): Uint8Array {
  return Buffer.from(text.trim(), 'base64');
}
