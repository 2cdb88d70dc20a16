import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explore } from './model/explore.ts';
import { allConditions, type Conditions } from './model/lifecycle-store.ts';

/** The seed is fixed, so that a second run explores the same interleavings. `INTERLEAVING_RUNS` explores more. */
const parameters = { seed: 20_261_127, numRuns: Number(process.env['INTERLEAVING_RUNS'] ?? 2_000) };

const worker = fc.record({
  ends: fc.constantFrom(
    'persist' as const,
    'fail' as const,
    'release' as const,
    'die' as const,
    'die-writing' as const,
  ),
  heartbeats: fc.nat({ max: 2 }),
});

const cast = fc.record({
  workers: fc.array(worker, { minLength: 1, maxLength: 4 }),
  cancels: fc.nat({ max: 2 }),
  retries: fc.nat({ max: 2 }),
  sweeps: fc.nat({ max: 3 }),
});

const interleavings = (conditions: Conditions) =>
  fc.asyncProperty(fc.scheduler(), cast, async (scheduler, actors) => {
    const faults = await explore(scheduler, actors, conditions);
    if (faults.length > 0) throw new Error(faults.join('; '));
  });

describe('of claims, heartbeats, writes, sweeps, cancellations and retries, in any order', () => {
  test('an import ends once for each time it was begun, with at most one version', async () => {
    await fc.assert(interleavings(allConditions), parameters);
  }, 120_000);

  // Without any of the conditions some order breaks a promise, so the test above can fail.
  test.each(Object.keys(allConditions) as (keyof Conditions)[])('the condition "%s" is needed', async (left) => {
    const found = await fc.check(interleavings({ ...allConditions, [left]: false }), parameters);
    expect(found.failed).toBe(true);
  });
});
