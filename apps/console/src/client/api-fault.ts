import type { DefinitionDeleteFailure, ErrorBody } from '@connectory/contract';

/** An error response of the API, or no response. */
export class ApiFault extends Error {
  /** 0 without a response. */
  readonly status: number;
  readonly code: string;
  readonly details: string | undefined;
  readonly requestId: string | undefined;
  /** The invalid fields of the request. */
  readonly fields: NonNullable<ErrorBody['fields']>;
  /** A definition that was not deleted, because others refer to it. */
  readonly definition: DefinitionDeleteFailure['definition'];

  constructor(status: number, body: Partial<ErrorBody & DefinitionDeleteFailure>, requestId?: string) {
    super(body.message ?? (status === 0 ? 'The service cannot be reached.' : `The service responded with ${status}.`));
    this.name = 'ApiFault';
    this.status = status;
    this.code = body.code ?? (status === 0 ? 'unreachable' : 'unknown');
    this.details = body.details;
    this.requestId = requestId;
    this.fields = body.fields ?? [];
    this.definition = body.definition;
  }

  /** Whether the same request can succeed later. */
  get isTemporary(): boolean {
    return (
      this.status === 0 || this.status === 429 || this.status === 502 || this.status === 503 || this.status === 504
    );
  }
}

export function isFault(error: unknown, status: number): boolean {
  return error instanceof ApiFault && error.status === status;
}
