import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@connectory/embedded';
import type { KillableServer } from './killable-server.ts';
import { type MigratedDatabase, migrateEmbedded } from './migrated-database.ts';
import { signalWithChildren } from './signal-with-children.ts';
import { findFreePort } from './find-free-port.ts';
import { waitFor } from './wait-for.ts';

/** Starts a migrated PostgreSQL in a folder. After a kill it starts again on the same port and data. */
export async function startKillablePostgres(folder: string): Promise<KillableServer & MigratedDatabase> {
  const port = await findFreePort();
  // Durable, because committed rows must survive a kill.
  const launch = (): Promise<EmbeddedPostgres> => startEmbeddedPostgres({ dataDir: folder, port });
  let server = await launch();
  const migrated = await migrateEmbedded(server);
  const signalAll = (signal: NodeJS.Signals): void => signalWithChildren(readPostmasterPid(folder), signal);
  return {
    ...migrated,
    kill: async () => {
      signalAll('SIGKILL');
      await server.ended;
      await server.stop();
    },
    start: async () => {
      // The system may hold the shared memory of the killed server a moment longer.
      server = await waitFor(launch, { timeoutMs: 30_000, describe: 'PostgreSQL starts again' });
    },
    pause: () => signalAll('SIGSTOP'),
    resume: () => signalAll('SIGCONT'),
    stop: () => server.stop(),
  };
}

function readPostmasterPid(folder: string): number {
  const pid = Number.parseInt(readFileSync(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10);
  if (!(pid > 1)) throw new Error(`no PostgreSQL server runs in ${folder}`);
  return pid;
}
