import fc from 'fast-check';

/** Runs of a property in an ordinary test run. */
const defaultRuns = 150;

/**
 * Checks a property as long as the environment says: `PROPERTY_SECONDS` for a time, else `PROPERTY_RUNS` times; `PROPERTY_SEED`
 * repeats an earlier run. What was done is printed, so that a long run can be quoted.
 * @throws with the smallest counterexample and its seed.
 */
export function checkProperty<Values extends [unknown, ...unknown[]]>(
  name: string,
  property: fc.IPropertyWithHooks<Values>,
): void {
  showProgress(name, property);
  const seconds = Number(process.env['PROPERTY_SECONDS'] ?? 0);
  const seed = process.env['PROPERTY_SEED'];
  const outcome = fc.check(property, {
    ...(seconds > 0
      ? { numRuns: Number.MAX_SAFE_INTEGER, interruptAfterTimeLimit: seconds * 1000 }
      : { numRuns: Number(process.env['PROPERTY_RUNS'] ?? defaultRuns) }),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  });
  if (outcome.failed) {
    throw new Error(fc.defaultReportMessage(outcome) ?? 'failed', { cause: outcome.errorInstance });
  }
  if (seconds > 0) process.stdout.write(`${name}: ${outcome.numRuns} documents, seed ${outcome.seed}\n`);
}

/** Documents between two signs of life of a long run. */
const progressEvery = 50_000;

function showProgress<Values>(name: string, property: fc.IPropertyWithHooks<Values>): void {
  let count = 0;
  property.beforeEach((previous) => {
    count += 1;
    if (count % progressEvery === 0) process.stdout.write(`${name}: ${count} documents so far\n`);
    return previous();
  });
}
