import type { DocumentFault, LocatePointers, SourceLocation } from '@connectory/importer';
import { describePosition, isPosition } from '../places/position.ts';

/** Ends the reading of a document. Thrown inside this package only: `readDocument` returns it as its outcome. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
  readonly fault: DocumentFault;

  constructor(code: string, message: string, locations: readonly SourceLocation[] = [], details?: string) {
    super(message);
    this.fault = { code, message, locations, ...(details === undefined ? {} : { details }) };
  }
}

/** Cuts text from a document for use in a message: keys and anchors can be megabytes long. */
export function shorten(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength)}…`;
}

/** Adds line and column to the locations that have none, and the first of them to the message. */
export function locateFault(error: FaultError, locate: LocatePointers): FaultError {
  const { code, message, locations, details } = error.fault;
  const unlocated = locations.filter(({ line }) => line === undefined);
  if (unlocated.length === 0) return error;
  const positions = locate(new Set(unlocated.map(({ pointer }) => pointer)));
  const first = positions.get(unlocated[0]?.pointer ?? '');
  const place = first === undefined || !isPosition(first) ? '' : ` The place is ${describePosition(first)}.`;
  return new FaultError(
    code,
    `${message}${place}`,
    locations.map((location) => ({ ...location, ...positions.get(location.pointer) })),
    details,
  );
}
