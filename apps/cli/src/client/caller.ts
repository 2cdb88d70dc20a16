import type { ImportError } from '@connectory/contract';
import { CliError } from '../errors/cli-error.ts';
import { reasonOf } from '../errors/reason-of.ts';

export interface Caller {
  /** Sends a request. @throws CliError `unreachable` when there is no response. */
  readonly call: (url: string, options?: RequestInit) => Promise<Response>;
  /** Sends a request and parses the JSON response. @throws CliError also when the response is an error. */
  readonly json: <Value>(url: string, options?: RequestInit) => Promise<Value>;
}

/** Creates a sender of HTTP requests that carry an API key. */
export function createCaller(baseUrl: string, key: string): Caller {
  const call = async (url: string, options: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(options.headers);
    headers.set('Authorization', `Bearer ${key}`);
    try {
      return await fetch(url, { ...options, headers });
    } catch (error) {
      throw new CliError(
        `The server at ${baseUrl} cannot be reached: ${reasonOf(error)}. Check CONNECTORY_URL and that the server runs.`,
        1,
        'unreachable',
      );
    }
  };
  const json = async <Value>(url: string, options?: RequestInit): Promise<Value> => {
    const response = await call(url, options);
    const text = await response.text();
    if (!response.ok) throw toCliError(response.status, text);
    return JSON.parse(text) as Value;
  };
  return { call, json };
}

/** Converts an error response of the API. @param text the response body */
export function toCliError(status: number, text: string): CliError {
  try {
    const { message, details, code } = JSON.parse(text) as ImportError;
    return new CliError(`${message}${details === undefined ? '' : ` ${details}`} [${code}]`, 1, code);
  } catch {
    return new CliError(
      `The response with status ${status} is not one of Connectory: check CONNECTORY_URL, and proxies in between.`,
    );
  }
}
