import type { settingTable } from './setting-table.ts';

/** Old names of settings. A process with one of them set does not start, because the value would have no effect. */
export const renamedSettings: { readonly [oldName: string]: keyof typeof settingTable } = {
  SCHEMA_URL_ALLOW: 'OUTBOUND_ALLOW',
  SCHEMA_URL_MAX_HEADER_BYTES: 'OUTBOUND_MAX_HEADER_BYTES',
  DATABASE_SILENCE_SECONDS: 'DATABASE_SOCKET_TIMEOUT_SECONDS',
};
