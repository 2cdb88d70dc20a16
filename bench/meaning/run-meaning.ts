// npm run meaning --prefix bench -- [--documents 80] [--schemas 5] [--seed 1]
// Checks that served definitions accept the same instances as the component schemas they come from. Draws documents with a seed,
// generates instances and mutations of them, and compares the results of validators. Skips large documents, because the generator
// needs the whole document in memory.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../repository-root.ts';
import { directory, drawSample } from '../sample/draw-sample.ts';

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '80' },
    schemas: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
  },
});
const maxBytes = 1_000_000;
const test = 'packages/importer/test/real-schemas.test.ts';
const folder = mkdtempSync(path.join(tmpdir(), 'connectory-meaning-'));
try {
  const drawn = drawSample(Number.POSITIVE_INFINITY, values.seed).filter(hasSchemas).slice(0, Number(values.documents));
  for (const file of drawn) copyFileSync(path.join(directory, file), path.join(folder, file.replaceAll('/', '+')));
  const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'unit', '--reporter', 'verbose', test], {
    cwd: repositoryRoot,
    stdio: 'inherit',
    env: { ...process.env, REAL_DOCUMENTS: folder, REAL_SCHEMAS: values.schemas },
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function hasSchemas(file: string): boolean {
  const absolute = path.join(directory, file);
  if (statSync(absolute).size > maxBytes) return false;
  const document: { openapi?: unknown; components?: { schemas?: object } } = JSON.parse(readFileSync(absolute, 'utf8'));
  return document.openapi !== undefined && Object.keys(document.components?.schemas ?? {}).length > 0;
}
