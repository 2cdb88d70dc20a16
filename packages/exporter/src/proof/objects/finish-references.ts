import { memberAt } from '../ledger/source-member.ts';
import { Pairs } from '../ledger/pairs.ts';
import { compareObject } from './compare-object.ts';
import { referenceCodes } from '../values/compare-reference.ts';
import type { Comparison, WaitingReference } from '../values/comparison.ts';

/** Compares the targets of references that wait, one at a time: nothing else led to them, or they have a copy in the export. */
export function* finishReferences(comparison: Comparison): Generator<void> {
  const { waiting } = comparison;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    finishReference(next, comparison);
    yield;
  }
}

function finishReference(waiting: WaitingReference, comparison: Comparison): void {
  const { kind, found, target, reference, text } = waiting;
  const { pairs, ledger } = comparison;
  if (!pairs.has(found.value)) compareObject(kind, memberAt(found.pointer, found.value), target, comparison);
  const fits = pairs.fits(found.value, target) || isCopy(waiting, comparison);
  if (fits && reference.value === text) ledger.equal(reference);
  else ledger.differ(reference, fits ? { target: text, rule: 'reference' } : { target: text, codes: referenceCodes });
}

/** Whether a reference of the export leads to a further object that stands for the same object of the source. */
function isCopy({ kind, found, target }: WaitingReference, comparison: Comparison): boolean {
  const ledger = comparison.ledger.fresh();
  const apart = { ...comparison, ledger, pairs: new Pairs(comparison.pairs), waiting: [] };
  compareObject(kind, memberAt(found.pointer, found.value), target, apart);
  return ledger.totals.values > 0 && ledger.totals.unexplained === 0;
}
