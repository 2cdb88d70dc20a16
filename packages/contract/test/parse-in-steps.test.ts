import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type FieldFault, maxFaults, type Parsed, parseInSteps, parseRequest, reimportRequest } from '../src/index.ts';
import { nearlyValidBodies, requestSchemas } from './nearly-valid.ts';

function runAll<Value>(steps: Generator<undefined, Parsed<Value>, undefined>): Parsed<Value> {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

const byField = (parsed: Parsed<unknown>): unknown =>
  parsed.ok ? parsed : parsed.faults.map((fault: FieldFault) => JSON.stringify(fault)).toSorted();

describe.each(requestSchemas)('the body of %s', (_operationId, schema) => {
  it('is parsed in steps of any size as it is at once', () => {
    fc.assert(
      fc.property(nearlyValidBodies(schema), fc.constantFrom(0, 1, 3), (input, stepValues) => {
        const expected = parseRequest<unknown>(schema, input, 'body');
        const parsed = runAll(parseInSteps<unknown>(schema, input, 'body', stepValues));
        // The parser selects the form of a union by its literals first, so faults in the forms have fields of their own.
        if (expected.ok || !expected.faults.some(({ message }) => message.startsWith('is none of the forms')))
          expect(byField(parsed)).toEqual(byField(expected));
        else expect(parsed.ok).toBe(false);
      }),
      { numRuns: 100 },
    );
  });
});

/** Counts the items that are validated between two steps. */
function countPerStep(items: readonly unknown[], stepValues: number): { readonly most: number; readonly all: number } {
  let since = 0;
  const counts: number[] = [];
  const item = z.custom((value) => {
    since += 1;
    return value !== 'wrong';
  }, 'must be right');
  const schema = z.strictObject({ outer: z.array(z.object({ list: z.array(item) })).optional() });
  const steps = parseInSteps(schema, { outer: [{ list: items }, { list: items }] }, 'body', stepValues);
  for (let step = steps.next(); ; step = steps.next()) {
    counts.push(since);
    since = 0;
    if (step.done === true) return { most: Math.max(...counts), all: counts.reduce((sum, count) => sum + count, 0) };
  }
}

describe('a large list', () => {
  it.each([1_000, 10_000, 100_000])('of %i items is validated once, and a fixed number of items at a time', (count) => {
    expect(countPerStep(Array.from({ length: count }), 500)).toEqual({ most: 500, all: 2 * count });
  });

  it.each([1_000, 100_000])('of %i wrong items is validated no further than the faults that are listed', (count) => {
    expect(
      countPerStep(
        Array.from({ length: count }, () => 'wrong'),
        500,
      ).all,
    ).toBeLessThanOrEqual(1_000);
  });

  it('that is longer than allowed is refused before its items are looked at', () => {
    const input = { selector: { connectorIds: Array.from({ length: 500_000 }, () => 1) }, target: 'replace-drafts' };
    const parsed = runAll(parseInSteps<unknown>(reimportRequest, input, 'body'));
    expect(parsed).toEqual({
      ok: false,
      faults: [{ field: 'selector.connectorIds', message: expect.stringContaining('at most 30000 items') }],
    });
  });
});

describe('faults', () => {
  it.each(requestSchemas)('are listed up to a limit, and short: %s', (_operationId, schema) => {
    const inputs = [
      Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`field${at}`, 1])),
      { ['k'.repeat(100_000)]: 1, [`${'k'.repeat(199)}\u{1F600}`]: 1 },
    ];
    for (const input of inputs) {
      const parsed = runAll(parseInSteps<unknown>(schema, input, 'body'));
      const faults = parsed.ok ? [] : parsed.faults;
      expect(faults.length).toBeLessThanOrEqual(maxFaults);
      expect(JSON.stringify(faults).length).toBeLessThan(20_000);
      expect(JSON.stringify(faults)).not.toMatch(/\\ud83d/);
    }
  });
});
