import { settingSections } from '@connectory/runtime';
import type { Rows } from './exit-codes.ts';

const limits = ['IMPORT_HEAP_MB', 'IMPORT_TIMEOUT_SECONDS', 'MAX_DOCUMENT_BYTES'];
const service = ['CONNECTORY_DATA_DIR', 'DATABASE_URL', 'REDIS_URL'];

/** The settings that users change first. `docs/settings.md` lists all. */
const named: { readonly [command: string]: readonly string[] } = {
  start: ['PORT', 'HOST', ...service, 'LOG_LEVEL'],
  check: limits,
  diff: limits,
  migrate: ['DATABASE_URL', 'DATABASE_WORKER_URL', 'DATABASE_OWNER_URL'],
  keys: ['CONNECTORY_DATA_DIR', 'DATABASE_URL'],
};

/** Settings that a command reads, with their units and defaults. */
export function settingsOf(command: string): Rows {
  return (named[command] ?? []).map((name) => {
    const setting = settingSections.map(({ settings }) => settings[name]).find((found) => found !== undefined);
    if (setting === undefined) throw new Error(`${name} is not a setting`);
    const { description, unit, shownDefault } = setting;
    const facts = [unit === '' ? '' : `in ${unit}`, shownDefault === '' ? '' : `default: ${shownDefault}`];
    const text = [description, ...facts].filter((part) => part !== '').join('; ');
    // A terminal shows no Markdown.
    return [name, text.replaceAll('`', '')];
  });
}
