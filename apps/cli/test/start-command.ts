import path from 'node:path';
import { type RunningProcess, startProcess } from '@connectory/harness';

/** Starts the command line with the data folder `folder/data`, a free port, and no settings of this environment. */
export function startCommand(
  folder: string,
  args: readonly string[],
  env: { readonly [name: string]: string } = {},
): RunningProcess {
  const unset = { DATABASE_URL: '', REDIS_URL: '', CONNECTORY_URL: '', NO_COLOR: '1', DEBUG: '' };
  return startProcess({
    app: 'cli',
    args,
    env: { ...unset, CONNECTORY_DATA_DIR: path.join(folder, 'data'), PORT: '0', LOG_LEVEL: 'warn', ...env },
  });
}
