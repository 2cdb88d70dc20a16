import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importDocument } from '../src/index.ts';
import { faultsOf } from './faults-of.ts';
import { hostileDocument } from './hostile-document.ts';
import { parsed } from './parsed.ts';

const runs = Number(process.env['PROPERTY_RUNS'] ?? 150);

describe('Whatever a document holds', () => {
  it('it becomes a model of which every promise holds', { timeout: 3_600_000 }, () => {
    fc.assert(
      fc.property(hostileDocument, (root) => {
        const outcome = importDocument(parsed(root));
        expect(outcome.ok ? faultsOf(root, outcome.model) : [outcome.fault.code]).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  it('it becomes the same model each time, and stays as it was', { timeout: 3_600_000 }, () => {
    fc.assert(
      fc.property(hostileDocument, (root) => {
        const before = JSON.stringify(root);
        const first = JSON.stringify(importDocument(parsed(root)));
        expect(JSON.stringify(importDocument(parsed(root)))).toBe(first);
        expect(JSON.stringify(root)).toBe(before);
      }),
      { numRuns: runs },
    );
  });
});
