import type { Json } from '@connectory/json';
import type { Place } from '../place/place.ts';
import { createTargetFinder, type FindTarget } from './find-target.ts';
import { createEndlessReferenceCheck } from './reference-cycles.ts';
import { type Resolution, resolveChain } from './resolve-chain.ts';

/** The references of one document. */
export interface References {
  readonly find: FindTarget;
  /** Whether a reference leads only to further references and back. */
  isEndless(reference: string): boolean;
  /** Follows the chain of references at a place to its object. */
  resolve(value: Json | undefined, place: Place): Resolution;
}

export function createReferences(root: Json): References {
  const find = createTargetFinder(root);
  return {
    find,
    isEndless: createEndlessReferenceCheck(find),
    resolve: (value, place) => resolveChain(value, place, find),
  };
}
