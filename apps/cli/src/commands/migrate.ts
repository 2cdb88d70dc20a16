import { parseSettings, requireDatabaseUrl } from '@connectory/runtime';
import type { Command } from 'commander';
import { migrateAll } from '../stack/prepare-database.ts';

/** Adds `connectory migrate`. */
export function addMigrateCommand(program: Command): void {
  program
    .command('migrate')
    .description('apply pending migrations to the database of DATABASE_URL')
    .action(async () => {
      const applied = await migrateAll(requireDatabaseUrl(parseSettings(process.env)));
      process.stderr.write(applied.length === 0 ? 'the database is up to date\n' : `applied ${applied.join(', ')}\n`);
    });
}
