/** What the user is told, in one paragraph: what is wrong and what to do. */
export class CliError extends Error {
  override readonly name = 'CliError';
  /** 1: it failed; 2: it was asked for in a way that cannot be done. */
  readonly exitCode: 1 | 2;
  /** The server's code, when it was the server that refused. */
  readonly code: string | undefined;

  constructor(message: string, exitCode: 1 | 2 = 1, code?: string) {
    super(message);
    this.code = code;
    this.exitCode = exitCode;
  }
}
