import {
  type DefinitionDeleteFailure,
  type ErrorCode,
  errorCatalogue,
  type ExceededQuota,
  type FieldFault,
} from '@connectory/contract';

interface ErrorDetails {
  readonly fields?: readonly FieldFault[];
  readonly details?: string;
  readonly quota?: ExceededQuota;
  readonly definition?: DefinitionDeleteFailure['definition'];
  readonly headers?: { readonly [name: string]: string };
  /** Logged, but not sent. */
  readonly cause?: unknown;
}

/** Error response: a code of the catalogue, and a text for the caller. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly code: ErrorCode;
  readonly status: number;
  readonly fields: readonly FieldFault[] | undefined;
  readonly details: string;
  readonly quota: ExceededQuota | undefined;
  readonly definition: DefinitionDeleteFailure['definition'];
  readonly headers: { readonly [name: string]: string };

  constructor(code: ErrorCode, message: string, given: ErrorDetails = {}) {
    const { fields, details, quota, definition, headers, cause } = given;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.status = errorCatalogue[code].status;
    this.fields = fields;
    this.details = details ?? errorCatalogue[code].next;
    this.quota = quota;
    this.definition = definition;
    this.headers = headers ?? {};
  }
}
