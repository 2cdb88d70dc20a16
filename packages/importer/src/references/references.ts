import type { Json } from '@connectory/json';
import type { Place } from '../place/place.ts';
import type { ObjectKind, SpecVersion } from '../members/member-table.ts';
import type { DocumentShape } from '../shape/document-shape.ts';
import type { TargetFinder } from './find-target.ts';
import { createEndlessReferenceCheck } from './reference-cycles.ts';
import { type Resolution, resolveChain } from './resolve-chain.ts';
import { createKindCheck, type FindOtherKind } from './target-kind.ts';

/** The references of one upload. */
export interface References extends TargetFinder {
  /** Whether a reference leads only to further references and back. */
  isEndless(reference: string, place: Place): boolean;
  readonly otherKind: FindOtherKind;
  /** Follows the chain of references at a place to its object. */
  resolve(value: Json | undefined, place: Place, kind: ObjectKind): Resolution;
}

/** @param version of the uploaded document. */
export function createReferences(finder: TargetFinder, shape: DocumentShape, version: SpecVersion): References {
  const otherKind = createKindCheck(version);
  const targets = { ...finder, otherKind };
  return {
    ...finder,
    otherKind,
    isEndless: createEndlessReferenceCheck(finder),
    resolve: (value, place, kind) => resolveChain(value, { place, kind }, targets, shape),
  };
}
