import type { Random } from './random.ts';
import type { Recorder } from './recorder.ts';
import type { World } from './world.ts';

/** Longer than any wait that is requested, and than the service takes to detect a hanging database. */
const requestTimeoutMs = 60_000;

export interface Answer {
  readonly begin: number;
  readonly end: number;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface Request extends RequestInit {
  /** Its name in the history. */
  readonly operation: string;
  /** Relative to the organisation, or to the API for operators. */
  readonly path: string;
  readonly as?: 'organisation' | 'operator';
}

/** Sends requests to a random API process, and records each response. */
export interface Requests {
  /** @throws when there is no response. */
  send(request: Request): Promise<Answer>;
  /** @returns undefined without a response, or while the service is not available. */
  get(request: Request): Promise<Answer | undefined>;
  /** Opens a stream, whose body the caller reads. */
  open(request: Request): Promise<Response>;
}

export function createRequests(parts: { world: World; random: Random; recorder: Recorder }): Requests {
  const { world, random, recorder } = parts;
  const start = ({ operation: _operation, path, as = 'organisation', ...init }: Request): Promise<Response> => {
    const { organisationId, apiKey, operatorApiKey } = world.owner;
    const root = as === 'operator' ? '/api/operator/v1' : `/api/connect/v1/o/${organisationId}`;
    const headers = new Headers(init.headers);
    headers.set('Authorization', `Bearer ${as === 'operator' ? operatorApiKey : apiKey}`);
    return fetch(`${random.pick(world.apis).url}${root}${path}`, {
      signal: AbortSignal.timeout(requestTimeoutMs),
      ...init,
      headers,
    });
  };
  const send = async (request: Request): Promise<Answer> => {
    const { operation, path } = request;
    const begin = recorder.now();
    try {
      const response = await start(request);
      const text = await response.text();
      const end = recorder.now();
      const { status, headers } = response;
      const code = status < 400 ? undefined : readCode(text);
      recorder.add({ kind: 'response', operation, path, begin, end, status, code });
      return { begin, end, status, headers, text };
    } catch (error) {
      recorder.add({ kind: 'response', operation, path, begin, end: recorder.now() });
      throw error;
    }
  };
  return {
    send,
    get: async (request) => {
      const answer = await send(request).catch(() => undefined);
      return answer === undefined || answer.status === 503 || answer.status === 507 ? undefined : answer;
    },
    open: async (request) => {
      const begin = recorder.now();
      const response = await start(request);
      const { operation, path } = request;
      recorder.add({ kind: 'response', operation, path, begin, end: recorder.now(), status: response.status });
      return response;
    },
  };
}

/** The code of an error response. */
export function readCode(text: string): string | undefined {
  try {
    const { code } = JSON.parse(text) as { code?: string };
    return code;
  } catch {
    return undefined;
  }
}
