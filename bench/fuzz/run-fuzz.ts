// npm run fuzz -- --minutes N [--seed S]
// Runs the properties of the mapping over generated and over mutated documents for a while, and prints how many and from which seed.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string' } } });
const tests = ['packages/importer/test/properties.test.ts', 'packages/importer/test/mutations.test.ts'];
// Three properties, the files one beside the other, those of one file in turn.
const seconds = (Number(values.minutes) * 60) / 2;
const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'unit', '--reporter', 'verbose', ...tests], {
  cwd: fileURLToPath(new URL('../../', import.meta.url)),
  stdio: 'inherit',
  env: {
    ...process.env,
    PROPERTY_SECONDS: String(seconds),
    ...(values.seed === undefined ? {} : { PROPERTY_SEED: values.seed }),
  },
});
process.exitCode = status ?? 1;
