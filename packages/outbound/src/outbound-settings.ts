import { Resolver } from 'node:dns/promises';
import { type Settings, SettingsError } from '@connectory/runtime';
import { type AllowList, parseAllowList } from './allow-list.ts';
import type { OutboundOptions } from './outbound.ts';

/** What a server says of itself to those that it asks. */
const userAgent = 'Connectory';

/** @throws SettingsError for an entry of `SCHEMA_URL_ALLOW` that is none. */
export function readAllowList(settings: Pick<Settings, 'SCHEMA_URL_ALLOW'>): AllowList {
  return orSettingsError('SCHEMA_URL_ALLOW', () => parseAllowList(settings.SCHEMA_URL_ALLOW ?? ''));
}

/** @throws SettingsError naming the setting at fault. */
export function readOutboundOptions(
  settings: Pick<Settings, 'SCHEMA_URL_ALLOW' | 'OUTBOUND_NAME_SERVERS'>,
): OutboundOptions {
  const nameServers = settings.OUTBOUND_NAME_SERVERS?.split(/[\s,]+/);
  orSettingsError('OUTBOUND_NAME_SERVERS', () => new Resolver().setServers(nameServers ?? []));
  return { allow: readAllowList(settings), nameServers, userAgent };
}

function orSettingsError<Value>(name: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw new SettingsError([`${name}: ${error instanceof Error ? error.message : String(error)}`]);
  }
}
