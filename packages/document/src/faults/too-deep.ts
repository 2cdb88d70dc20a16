import type { SourceLocation } from '@connectory/importer';
import { describePosition, type Position } from '../places/position.ts';
import type { DocumentLimits } from './document-limits.ts';
import { FaultError } from './fault-error.ts';

/** @param position undefined while the locations have no line and column yet. */
export function tooDeep(
  limits: DocumentLimits,
  position: Position | undefined,
  locations: readonly SourceLocation[],
): FaultError {
  const place = position === undefined ? '' : `, first at ${describePosition(position)}`;
  const message = `The document nests deeper than ${limits.maxDepth} levels (MAX_DOCUMENT_DEPTH)${place}. Real APIs stay below 100: move nested schemas to components and reference them.`;
  return new FaultError('document_too_deep', message, locations);
}
