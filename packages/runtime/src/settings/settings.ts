import { z } from 'zod';
import { renamedSettings } from './renamed-settings.ts';
import { settingTable } from './setting-table.ts';

type SettingTable = typeof settingTable;

/** The value of every setting. Durations and sizes have their unit in the name. */
export type Settings = { readonly [Name in keyof SettingTable]: z.infer<SettingTable[Name]['schema']> };

/** Invalid settings, one line for each. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`The settings are not valid:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/**
 * Reads the settings from an environment.
 * @throws SettingsError naming every invalid setting.
 */
export function parseSettings(env: NodeJS.ProcessEnv): Settings {
  const faults = [...findRenamed(env)];
  const values = new Map<string, unknown>();
  for (const [name, { schema }] of Object.entries(settingTable)) {
    const parsed = z.safeParse<z.ZodType>(schema, env[name]);
    if (parsed.success) values.set(name, parsed.data);
    else faults.push(...parsed.error.issues.map(({ message }) => `${name}: ${message}`));
  }
  if (faults.length > 0) throw new SettingsError(faults);
  const settings = Object.fromEntries(values) as Settings;
  checkTogether(settings);
  return settings;
}

function findRenamed(env: NodeJS.ProcessEnv): readonly string[] {
  return Object.entries(renamedSettings)
    .filter(([oldName]) => (env[oldName] ?? '') !== '')
    .map(([oldName, name]) => `${oldName}: was renamed to ${name}; set ${name} instead`);
}

/** Checks the settings that depend on each other. */
function checkTogether(settings: Settings): void {
  if (settings.STALE_AFTER_SECONDS <= settings.HEARTBEAT_SECONDS) {
    throw new SettingsError([
      'STALE_AFTER_SECONDS: must be greater than HEARTBEAT_SECONDS, or claims of running imports are released',
    ]);
  }
  const { AUTH_JWKS_URL: keysUrl } = settings;
  if (keysUrl !== undefined && !keysUrl.startsWith('https:') && !isLoopback(new URL(keysUrl).hostname)) {
    throw new SettingsError([
      'AUTH_JWKS_URL: must be https, because anyone who can change the keys on their way can sign tokens',
    ]);
  }
  checkSignIn(settings);
  const issuerSettings = ['AUTH_JWKS_URL', 'AUTH_ISSUER', 'AUTH_AUDIENCE'] as const;
  const absent = issuerSettings.filter((name) => settings[name] === undefined);
  if (absent.length > 0 && absent.length < issuerSettings.length) {
    throw new SettingsError(
      absent.map((name) => `${name}: is required; set all of ${issuerSettings.join(', ')}, or none`),
    );
  }
}

function checkSignIn({ OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, ...settings }: Settings): void {
  if (issuer === undefined && clientId === undefined) return;
  if (issuer === undefined || clientId === undefined)
    throw new SettingsError([
      `${issuer === undefined ? 'OIDC_ISSUER' : 'OIDC_CLIENT_ID'}: is required; set OIDC_ISSUER and OIDC_CLIENT_ID, or neither`,
    ]);
  if (!issuer.startsWith('https:') && !isLoopback(new URL(issuer).hostname))
    throw new SettingsError([
      'OIDC_ISSUER: must be https, because anyone who can change its responses on their way can sign in as anyone',
    ]);
  if (settings.SECRETS_KEY === undefined && settings.SECRETS_KEY_FILE === undefined)
    throw new SettingsError([
      'SECRETS_KEY or SECRETS_KEY_FILE: is required with OIDC_ISSUER, because it seals sign-ins that have begun',
    ]);
}

const dayMs = 86_400_000;

/** When an API key expires that is created now without a date; undefined for never. */
export function defaultKeyExpiry({ API_KEY_DAYS: days }: Pick<Settings, 'API_KEY_DAYS'>): Date | undefined {
  return days === 0 ? undefined : new Date(Date.now() + days * dayMs);
}

/** Whether a host name or address can only be reached from this machine. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}

/**
 * The URL of the database, for processes that need one.
 * @throws SettingsError if `DATABASE_URL` is absent.
 */
export function requireDatabaseUrl(settings: Settings): string {
  if (settings.DATABASE_URL === undefined) {
    throw new SettingsError([
      'DATABASE_URL: is required here; `connectory start` without it runs an embedded PostgreSQL and sets it for you',
    ]);
  }
  return settings.DATABASE_URL;
}

/**
 * The URL of the database for a worker.
 * @throws SettingsError if neither `DATABASE_WORKER_URL` nor `DATABASE_URL` is set.
 */
export function requireWorkerDatabaseUrl(settings: Settings): string {
  return settings.DATABASE_WORKER_URL ?? requireDatabaseUrl(settings);
}

/** The URLs of one database, for each kind of process. They are equal when one role serves for all. */
export interface DatabaseUrls {
  /** Migrates, and owns the tables. */
  readonly owner: string;
  readonly api: string;
  readonly worker: string;
}

/** @throws SettingsError if `DATABASE_URL` is absent. */
export function requireDatabaseUrls(settings: Settings): DatabaseUrls {
  const api = requireDatabaseUrl(settings);
  return { owner: settings.DATABASE_OWNER_URL ?? api, api, worker: requireWorkerDatabaseUrl(settings) };
}
