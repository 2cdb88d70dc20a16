// npm run histories --prefix bench -- --dir DIR [--only TEXT] [--versions 20] [--mode replace|editsFrom]
// Each folder in DIR has versions of one document, in the order of their file names. Makes ten edits of every kind on the first version
// through the API, imports all versions in order, over the draft and as new versions with `editsFrom`, and compares what became of each
// edit, the messages and all entities with a computation of its own. Exits with 1 on a difference.
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startStack } from '../reimport/stack.ts';
import { createClient } from './client.ts';
import { followHistory, type Mode } from './follow-history.ts';

const { values } = parseArgs({
  options: {
    dir: { type: 'string' },
    only: { type: 'string', default: '' },
    versions: { type: 'string', default: '20' },
    mode: { type: 'string', multiple: true, default: ['replace', 'editsFrom'] },
  },
});
if (values.dir === undefined) throw new Error('--dir is required: a folder with one folder for each document');

const folder = await mkdtemp(path.join(tmpdir(), 'connectory-bench-'));
const stack = await startStack({ folder, backend: 'postgres' });
const database = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
try {
  let differences = 0;
  for (const name of readdirSync(values.dir).sort())
    if (name.includes(values.only)) differences += await follow(path.join(values.dir, name));
  console.log(differences === 0 ? 'no difference' : `${differences} differences`);
  process.exitCode = differences === 0 ? 0 : 1;
} finally {
  await database.end();
  await stack.stop();
  await rm(folder, { recursive: true, force: true });
}

async function follow(history: string): Promise<number> {
  const files = readdirSync(history).sort().slice(0, Number(values.versions));
  const documents = files.map((file) => readFileSync(path.join(history, file)));
  const client = createClient(stack, database);
  const modes = values.mode.filter((mode): mode is Mode => mode === 'replace' || mode === 'editsFrom');
  return followHistory(path.basename(history), documents, modes, client);
}
