import type { Json } from '@connectory/json';
import type { OutputBudget } from '../budget/output-budget.ts';
import type { Place } from '../place/place.ts';
import type { ObjectKind, SpecVersion } from '../members/member-table.ts';
import type { DocumentShape } from '../shape/document-shape.ts';
import { ByTarget } from './by-target.ts';
import type { TargetFinder } from './find-target.ts';
import { loneReference } from './lone-reference.ts';
import { createEndlessReferenceCheck } from './reference-cycles.ts';
import { type Resolution, resolveChain } from './resolve-chain.ts';
import { createKindCheck, type FindOtherKind } from './target-kind.ts';

/** The references of one upload. */
export interface References extends TargetFinder {
  /** Whether a reference leads only to further references and back. */
  isEndless(reference: string, place: Place): boolean;
  readonly otherKind: FindOtherKind;
  /** Follows the chain of references at a place to its object. Equal references that stand alone resolve to the same `ResolvedObject`. */
  resolve(value: Json | undefined, place: Place, kind: ObjectKind): Resolution;
}

/** @param version of the uploaded document. @param budget for what members beside references are added to. */
export function createReferences(
  finder: TargetFinder,
  shape: DocumentShape,
  version: SpecVersion,
  budget: OutputBudget,
): References {
  const otherKind = createKindCheck(version);
  const find: TargetFinder['find'] = (reference, place) => finder.find(reference, place);
  const scopeOf: TargetFinder['scopeOf'] = (place) => finder.scopeOf(place);
  const targets = { find, scopeOf, otherKind, budget };
  const known = new ByTarget<Resolution>();
  const resolve: References['resolve'] = (value, place, kind) => {
    const reference = loneReference(value);
    const target = reference === undefined ? undefined : finder.find(reference, shape.placeOf(value, place));
    if (target?.kind !== 'found') return resolveChain(value, { place, kind }, targets, shape);
    const earlier = known.get(kind, target);
    if (earlier !== undefined) return earlier;
    const resolution = resolveChain(value, { place, kind }, targets, shape);
    // A failure is reported at the place of the reference.
    if (resolution.kind === 'resolved') known.set(kind, target, resolution);
    return resolution;
  };
  return {
    find,
    scopeOf,
    otherKind,
    isEndless: createEndlessReferenceCheck(finder),
    resolve,
  };
}
