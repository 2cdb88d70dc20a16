import fc from 'fast-check';

/** Runs of a property in an ordinary test run. */
const defaultRuns = 150;

/**
 * Checks a property as long as the environment says: `PROPERTY_SECONDS` for a time, else `PROPERTY_RUNS` times; `PROPERTY_SEED`
 * repeats an earlier run. What was done is printed, so that a long run can be quoted.
 * @throws with the smallest counterexample and its seed.
 */
export function checkProperty<Values extends readonly unknown[]>(name: string, property: fc.IProperty<Values>): void {
  const seconds = Number(process.env['PROPERTY_SECONDS'] ?? 0);
  const seed = process.env['PROPERTY_SEED'];
  const outcome = fc.check(property as fc.IProperty<[...Values]>, {
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
