import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importDocument } from '../src/index.ts';
import { checkProperty } from './check-property.ts';
import { faultsOf } from './faults-of.ts';
import { hostileDocument } from './hostile-document.ts';
import { parsed } from './parsed.ts';

describe('For any document', () => {
  it('the model keeps every promise', { timeout: 36_000_000 }, () => {
    checkProperty(
      'promises hold',
      fc.property(hostileDocument, (root) => {
        const outcome = importDocument(parsed(root));
        expect(outcome.ok ? faultsOf(root, outcome.model) : [outcome.fault.code]).toEqual([]);
      }),
    );
  });

  it('two imports give the same model, and the document is not changed', { timeout: 36_000_000 }, () => {
    checkProperty(
      'deterministic',
      fc.property(hostileDocument, (root) => {
        const before = JSON.stringify(root);
        const first = JSON.stringify(importDocument(parsed(root)));
        expect(JSON.stringify(importDocument(parsed(root)))).toBe(first);
        expect(JSON.stringify(root)).toBe(before);
      }),
    );
  });
});
