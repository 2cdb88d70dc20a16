/** An error that the user can act on. The message says what is wrong and what to do next. */
export class CliError extends Error {
  override readonly name = 'CliError';
  /** 1: the command failed. 2: the command line is wrong. */
  readonly exitCode: 1 | 2;
  /** The error code of the API when the server refused the request. */
  readonly code: string | undefined;
  /** The body of the error response of the API. */
  readonly body: unknown;

  constructor(message: string, exitCode: 1 | 2 = 1, code?: string, body?: unknown) {
    super(message);
    this.code = code;
    this.body = body;
    this.exitCode = exitCode;
  }
}
