// node prisma/tools/print-drift.mjs, with DATABASE_URL set to any development server: prints the statements that are missing between the
// migrations and prisma/schema.prisma, and nothing if they agree. It needs no network but the server (uses a temporary shadow database on it).
import { filters, loadMigrations, loadSchema, openEngine } from './engine.mjs';

const url = process.env.DATABASE_URL;
if (!url) {
  console.error('Set DATABASE_URL to a PostgreSQL server for development: a temporary shadow database is made on it.');
  process.exit(2);
}
const schema = await loadSchema('prisma/schema.prisma');
const { engine, close } = await openEngine({ url, schema });
try {
  const migrationsList = await loadMigrations('prisma/migrations');
  // As in migrate-new.mjs: it fills the schema cache that createMigration reads.
  const { action } = await engine.devDiagnostic({ migrationsList, filters });
  if (action.tag === 'reset') console.log(`the database and the migrations disagree: ${action.reason}`);
  else {
    const made = await engine.createMigration({
      draft: false,
      migrationName: 'drift',
      migrationsList,
      schema,
      filters,
    });
    if (made.migrationScript !== null) console.log(made.migrationScript);
  }
} finally {
  await close();
}
process.exit(); // the engine's 10 s advisory-lock timer would keep the process alive
