import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@connectory/embedded';
import type { KillableServer } from './killable-server.ts';
import { type MigratedDatabase, migrateEmbedded } from './migrated-database.ts';
import { signalWithChildren } from './signal-with-children.ts';
import { findFreePort } from './find-free-port.ts';
import { waitFor } from './wait-for.ts';

export interface KillablePostgres extends KillableServer, MigratedDatabase {
  /** Starts the server if it has ended by itself, as it does when its disk is full. */
  revive(): Promise<void>;
}

/** Starts a migrated PostgreSQL in a folder. After a kill it starts again on the same port and data. */
export async function startKillablePostgres(folder: string): Promise<KillablePostgres> {
  const port = await findFreePort();
  // Durable, because committed rows must survive a kill.
  const launch = (): Promise<EmbeddedPostgres> => startEmbeddedPostgres({ dataDir: folder, port });
  let hasEnded = false;
  const watch = (launched: EmbeddedPostgres): EmbeddedPostgres => {
    hasEnded = false;
    void launched.ended.then(() => {
      if (launched === server) hasEnded = true;
    });
    return launched;
  };
  let server = await launch();
  watch(server);
  const migrated = await migrateEmbedded(server);
  const signalAll = (signal: NodeJS.Signals): void => signalWithChildren(readPostmasterPid(folder), signal);
  const start = async (): Promise<void> => {
    // The system may hold the shared memory of the killed server a moment longer.
    server = await waitFor(launch, { timeoutMs: 300_000, describe: 'PostgreSQL starts again' });
    watch(server);
  };
  return {
    ...migrated,
    start,
    revive: async () => {
      if (!hasEnded) return;
      await server.stop();
      await start();
    },
    kill: async () => {
      signalAll('SIGKILL');
      await server.ended;
      await server.stop();
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
