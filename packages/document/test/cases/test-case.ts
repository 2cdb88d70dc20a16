import { describe, test } from 'vitest';
import { failingCases } from './failing-cases.ts';

/**
 * Declares one test of a group; see `describeCases`.
 * @param timeoutMs of a test whose work takes long on a loaded machine.
 */
export type TestCase = (title: string, check: () => Promise<void>, timeoutMs?: number) => void;

const mode = process.env['CASES'];

/**
 * Tests of one kind of document that importers get wrong easily. A case that `failing-cases.ts` lists may fail. `CASES=strict` demands
 * that it does, so that no line outlives its fix; `CASES=plain` runs all cases as ordinary tests, which shows why a case fails.
 */
export function describeCases(group: string, define: (testCase: TestCase) => void): void {
  describe(group, () => {
    define((title, check, timeoutMs) => {
      if (!failingCases.has(`${group}: ${title}`) || mode === 'plain') test(title, check, timeoutMs);
      else if (mode === 'strict') test.fails(title, check, timeoutMs);
      else test(`${title} (may fail)`, () => check().catch(() => undefined), timeoutMs);
    });
  });
}
