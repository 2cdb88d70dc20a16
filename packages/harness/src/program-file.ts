import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Names the folder of bundled programs, which start in a third of the time. Without it, programs run from the build of each package. */
export const programsVariable = 'CONNECTORY_TEST_PROGRAMS';

/** The file of a built program. @throws when it is not built */
export function programFile(app: 'api' | 'worker' | 'cli'): string {
  const entry = path.join(process.env[programsVariable] ?? root, 'apps', app, 'dist', 'main.js');
  if (!existsSync(entry)) throw new Error(`${entry} is missing: run "npm run build" first`);
  return entry;
}
