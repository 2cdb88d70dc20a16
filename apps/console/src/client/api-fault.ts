import { ApiError, type DefinitionDeleteFailure, type ErrorBody } from '@connectory/client';

/** An error response of the API, or no response. */
export class ApiFault extends ApiError {
  /** A definition that was not deleted, because others refer to it. */
  readonly definition: DefinitionDeleteFailure['definition'];

  constructor(status: number, body: Partial<ErrorBody & DefinitionDeleteFailure>, requestId?: string) {
    super(status, body, requestId === undefined ? {} : { requestId });
    this.name = 'ApiFault';
    this.definition = body.definition;
  }
}

export function isFault(error: unknown, status: number): boolean {
  return error instanceof ApiFault && error.status === status;
}
