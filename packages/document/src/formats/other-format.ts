import { FaultError } from '../faults/fault-error.ts';

/** A file format that people upload by mistake. */
export interface OtherFormat {
  /** With article, for "The document is …". */
  readonly name: string;
  /** The next step for the user. One or more sentences. */
  readonly wayOut: string;
}

/** The fault of a document in another format. */
export function refuseFormat({ name, wayOut }: OtherFormat): FaultError {
  return new FaultError('document_other_format', `The document is ${name}, not an OpenAPI document. ${wayOut}`);
}
