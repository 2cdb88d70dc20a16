// npm run meaning -- [--documents 80] [--schemas 5] [--seed 1]
// Compares what component schemas of a seeded sample of real documents mean with what their served definitions mean, by the verdicts
// of validators on generated instances and on mutations of them. Larger documents are left out: the generator wants them whole.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { directory, drawSample } from '../sample/draw-sample.mjs';

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '80' },
    schemas: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
  },
});
const maxBytes = 1_000_000;
const folder = mkdtempSync(path.join(tmpdir(), 'connectory-meaning-'));
try {
  const drawn = drawSample(Number.POSITIVE_INFINITY, values.seed).filter(hasSchemas).slice(0, Number(values.documents));
  for (const file of drawn) copyFileSync(path.join(directory, file), path.join(folder, file.replaceAll('/', '+')));
  const test = 'packages/importer/test/real-schemas.test.ts';
  const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'unit', '--reporter', 'verbose', test], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    stdio: 'inherit',
    env: { ...process.env, REAL_DOCUMENTS: folder, REAL_SCHEMAS: values.schemas },
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function hasSchemas(file) {
  const absolute = path.join(directory, file);
  if (statSync(absolute).size > maxBytes) return false;
  const { openapi, components } = JSON.parse(readFileSync(absolute, 'utf8'));
  return openapi !== undefined && Object.keys(components?.schemas ?? {}).length > 0;
}
