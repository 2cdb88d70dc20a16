import { isObject } from './json.ts';

const kept = 1_000;

/** A resource as the API has sent it. */
export interface KnownBody {
  readonly json: object;
  readonly etag: string | undefined;
}

/** The last responses to reads, by path, so that requests can send them back with changes. */
export interface KnownBodies {
  learn(path: string, json: unknown, etag: string | undefined): void;
  find(path: string): KnownBody | undefined;
}

export function createKnownBodies(): KnownBodies {
  const bodies = new Map<string, KnownBody>();
  return {
    learn: (path, json, etag) => {
      if (!isObject(json)) return;
      bodies.set(path, { json, etag });
      const [oldest] = bodies.keys();
      if (bodies.size > kept && oldest !== undefined) bodies.delete(oldest);
    },
    find: (path) => bodies.get(path),
  };
}
