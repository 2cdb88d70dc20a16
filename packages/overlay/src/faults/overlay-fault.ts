import type { DocumentFault } from '@connectory/importer';

/** Ends the application of overlays. Thrown inside this package only: `applyOverlays` returns it as its outcome. */
export class OverlayFaultError extends Error {
  override readonly name = 'OverlayFaultError';
  readonly fault: DocumentFault;

  /** @param pointer of the place, if there is one. */
  constructor(code: string, message: string, pointer?: string) {
    super(message);
    this.fault = { code, message, locations: pointer === undefined ? [] : [{ pointer }] };
  }
}
