// npm run fuzz -- --minutes N [--seed S]
// Runs the property tests of the mapping on generated and mutated documents. Prints the number of documents and the seed.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../repository-root.ts';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string' } } });
const tests = ['packages/importer/test/properties.test.ts', 'packages/importer/test/mutations.test.ts'];
// The two files run in parallel. One of them has two properties, which run one after the other.
const secondsPerProperty = (Number(values.minutes) * 60) / 2;
const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'unit', '--reporter', 'verbose', ...tests], {
  cwd: repositoryRoot,
  stdio: 'inherit',
  env: {
    ...process.env,
    PROPERTY_SECONDS: String(secondsPerProperty),
    ...(values.seed === undefined ? {} : { PROPERTY_SEED: values.seed }),
  },
});
process.exitCode = status ?? 1;
