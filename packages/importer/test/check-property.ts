import fc from 'fast-check';

/** Number of runs of a property in an ordinary test run. */
const ordinaryRuns = 150;

/**
 * Checks a property for its number of runs, times `PROPERTY_FACTOR` unless it has a seed of its own, or for `PROPERTY_SECONDS` seconds.
 * `PROPERTY_SEED` repeats an earlier run. A run by seconds prints the number of runs and the seed.
 * @throws with the smallest counterexample and its seed.
 */
export function checkProperty<Values extends [unknown, ...unknown[]]>(
  name: string,
  property: fc.IPropertyWithHooks<Values>,
  { runs: defaultRuns = ordinaryRuns, seed: defaultSeed }: { readonly runs?: number; readonly seed?: number } = {},
): void {
  showProgress(name, property);
  const seconds = Number(process.env['PROPERTY_SECONDS'] ?? 0);
  const seed = process.env['PROPERTY_SEED'] ?? defaultSeed;
  const factor = defaultSeed === undefined ? Number(process.env['PROPERTY_FACTOR'] ?? 1) : 1;
  const outcome = fc.check(property, {
    ...(seconds > 0
      ? { numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: seconds * 1000 }
      : { numRuns: defaultRuns * factor }),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  });
  if (outcome.failed) {
    throw new Error(fc.defaultReportMessage(outcome) ?? 'failed', { cause: outcome.errorInstance });
  }
  if (seconds > 0) process.stdout.write(`${name}: ${outcome.numRuns} documents, seed ${outcome.seed}\n`);
}

/** Number of documents between two progress lines of a long run. */
const progressEvery = 50_000;

function showProgress<Values>(name: string, property: fc.IPropertyWithHooks<Values>): void {
  let count = 0;
  property.beforeEach((previous) => {
    count += 1;
    if (count % progressEvery === 0) process.stdout.write(`${name}: ${count} documents so far\n`);
    return previous();
  });
}
