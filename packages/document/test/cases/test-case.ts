import { describe, test } from 'vitest';
import { failingCases } from './failing-cases.ts';

/** Declares one test of a group; see `describeCases`. */
export type TestCase = (title: string, check: () => Promise<void>) => void;

/**
 * Tests of one kind of document that importers get wrong easily. A case that `failing-cases.ts` lists must fail: once it passes, remove
 * its line there. `CASES=plain` runs all of them as ordinary tests, which shows why a case fails.
 */
export function describeCases(group: string, define: (testCase: TestCase) => void): void {
  describe(group, () => {
    define((title, check) => {
      const mustFail = failingCases.has(`${group}: ${title}`) && process.env['CASES'] !== 'plain';
      (mustFail ? test.fails : test)(title, check);
    });
  });
}
