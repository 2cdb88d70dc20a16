import type { ErrorBody } from './schemas.ts';

/** What every error response has in common. */
type Failure = Partial<Pick<ErrorBody, 'message' | 'code' | 'details' | 'fields'>>;

/** An error response of the API, or no response. */
export class ApiError extends Error {
  /** 0 without a response. */
  readonly status: number;
  /** The code of the error; `unreachable` without a response, `unknown` if the response is not one of this service. */
  readonly code: string;
  readonly details: string | undefined;
  /** The invalid fields of the request. */
  readonly fields: NonNullable<ErrorBody['fields']>;
  readonly requestId: string | undefined;
  /** The parsed body. Some errors have members beyond those of `ErrorBody`. */
  readonly body: unknown;

  constructor(status: number, body: unknown, options: { readonly requestId?: string; readonly cause?: unknown } = {}) {
    const failure: Failure = typeof body === 'object' && body !== null ? body : {};
    const fallback = status === 0 ? 'The service cannot be reached.' : `The service responded with ${status}.`;
    super(failure.message ?? fallback, { cause: options.cause });
    this.name = 'ApiError';
    this.status = status;
    this.code = failure.code ?? (status === 0 ? 'unreachable' : 'unknown');
    this.details = failure.details;
    this.fields = failure.fields ?? [];
    this.requestId = options.requestId;
    this.body = body;
  }

  /** Whether the same request can succeed later. */
  get isTemporary(): boolean {
    return [0, 429, 502, 503, 504].includes(this.status);
  }
}
