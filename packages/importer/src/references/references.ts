import type { Json } from '@connectory/json';
import type { Place } from '../place/place.ts';
import type { SourceFile } from '../model/parsed-document.ts';
import { createTargetFinder, type TargetFinder } from './find-target.ts';
import { createEndlessReferenceCheck } from './reference-cycles.ts';
import { type Resolution, resolveChain } from './resolve-chain.ts';

/** The references of one upload. */
export interface References extends TargetFinder {
  /** Whether a reference leads only to further references and back. */
  isEndless(reference: string, place: Place): boolean;
  /** Follows the chain of references at a place to its object. */
  resolve(value: Json | undefined, place: Place): Resolution;
}

/** @param files the root document first. @param hasIdentifiers whether `$id` is a base URI, as in OpenAPI 3.1 and later. */
export function createReferences(files: readonly SourceFile[], hasIdentifiers: boolean): References {
  const finder = createTargetFinder(files, hasIdentifiers);
  return {
    ...finder,
    isEndless: createEndlessReferenceCheck(finder),
    resolve: (value, place) => resolveChain(value, place, finder),
  };
}
