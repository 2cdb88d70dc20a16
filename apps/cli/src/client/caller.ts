import { ApiError, bodyOf, type ConnectoryClient, createClient, type Sent } from '@connectory/client';
import { CliError } from '../errors/cli-error.ts';
import { reasonOf } from '../errors/reason-of.ts';

export interface Caller {
  readonly client: ConnectoryClient;
  /** The body of a response. @throws CliError for an error response; `unreachable` when there is no response */
  readonly read: <Body>(sent: Sent<Body>) => Promise<Body>;
  /** The result of a function of the client. @throws CliError */
  readonly translate: <Result>(pending: Promise<Result>) => Promise<Result>;
}

/** Creates a client that carries an API key, for errors as the command line shows them. */
export function createCaller(baseUrl: string, key: string): Caller {
  const translate = <Result>(pending: Promise<Result>): Promise<Result> =>
    pending.catch((error: unknown) => {
      throw toCliError(error, baseUrl);
    });
  return { client: createClient({ baseUrl, token: key }), translate, read: (sent) => translate(bodyOf(sent)) };
}

function toCliError(error: unknown, baseUrl: string): unknown {
  if (error instanceof SyntaxError) return describeOther(200);
  if (!(error instanceof ApiError)) return error;
  const { status, code, message, details, cause } = error;
  if (code === 'unreachable')
    return new CliError(
      `The server at ${baseUrl} cannot be reached: ${reasonOf(cause)}. Check CONNECTORY_URL and that the server runs.`,
      1,
      code,
    );
  if (code === 'unknown') return describeOther(status);
  return new CliError(`${message}${details === undefined ? '' : ` ${details}`} [${code}]`, 1, code, error.body);
}

function describeOther(status: number): CliError {
  return new CliError(
    `The response with status ${status} is not one of Connectory: check CONNECTORY_URL, and proxies in between.`,
  );
}
