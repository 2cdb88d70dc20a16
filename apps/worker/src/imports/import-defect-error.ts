/** A defect in code that does no I/O. The same document would trigger it again, so the import is not retried. */
export class ImportDefectError extends Error {
  override readonly name = 'ImportDefectError';
}
