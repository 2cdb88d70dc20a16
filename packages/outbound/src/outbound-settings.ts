import { Resolver } from 'node:dns/promises';
import { type Settings, SettingsError } from '@connectory/runtime';
import { type AllowList, parseAllowList } from './allow-list.ts';
import type { OutboundOptions } from './outbound.ts';

/** The User-Agent of all outbound requests. */
const userAgent = 'Connectory';

/** @throws SettingsError for an invalid entry of `OUTBOUND_ALLOW`. */
export function readAllowList(settings: Pick<Settings, 'OUTBOUND_ALLOW'>): AllowList {
  return orSettingsError('OUTBOUND_ALLOW', () => parseAllowList(settings.OUTBOUND_ALLOW ?? ''));
}

/** @throws SettingsError naming the invalid setting. */
export function readOutboundOptions(
  settings: Pick<Settings, 'OUTBOUND_ALLOW' | 'OUTBOUND_NAME_SERVERS'>,
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
