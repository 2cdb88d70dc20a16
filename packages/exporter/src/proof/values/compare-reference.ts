import type { ObjectKind } from '@connectory/importer';
import type { Json } from '@connectory/json';
import type { SourceMember } from '../ledger/source-member.ts';
import { compareData } from './compare-data.ts';
import { type Comparison, findInExport, type WaitingReference } from './comparison.ts';

/** A reference whose target was not known, or was set aside. */
export const referenceCodes: readonly string[] = [
  'REFERENCE_DANGLING',
  'REFERENCE_EXTERNAL',
  'REFERENCE_CYCLE',
  'REFERENCE_KIND',
  'REFERENCE_RELATIVE_TO_SCHEMA',
];

/** Compares a `$ref`, or another member that refers to an object. It may be spelt otherwise if it leads to the same object. */
export function compareReference(
  kind: ObjectKind,
  reference: SourceMember,
  target: Json | undefined,
  comparison: Comparison,
): void {
  const { finder, exported, ledger } = comparison;
  const { value, place } = reference;
  if (typeof value !== 'string' || typeof target !== 'string') {
    compareData(reference, target, comparison);
    return;
  }
  const found = finder.find(value, place.parent ?? place);
  const there = findInExport(target, exported);
  if (found.kind === 'found' && there !== undefined)
    decide({ reference, kind, found, text: target, target: there }, comparison);
  else if (value === target) ledger.equal(reference);
  else ledger.differ(reference, { target, codes: referenceCodes });
}

/** Decides references to objects that are paired already; others wait until everything else is compared. */
function decide(waiting: WaitingReference, comparison: Comparison): void {
  const { pairs, ledger } = comparison;
  const { found, target, reference, text } = waiting;
  if (!pairs.has(found.value) || !pairs.fits(found.value, target)) comparison.waiting.push(waiting);
  else if (reference.value === text) ledger.equal(reference);
  else ledger.differ(reference, { target: text, rule: 'reference' });
}
