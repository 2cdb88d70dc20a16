import type { Settings } from '@connectory/runtime';
import { ApiError } from '../http/api-error.ts';

const headers = { 'Retry-After': '5' };

export type PlaceSettings = Pick<Settings, 'LARGE_RESPONSES' | 'LARGE_RESPONSES_PER_KEY'>;

/** A place among the large responses, which is not taken yet. */
export interface Place {
  /** Does nothing if it is taken already. @throws ApiError when there is none. */
  take(): void;
  free(): void;
}

/** Creates places for large responses. Their number is limited for each key, and in all. */
export function createPlaces(settings: PlaceSettings): (key: string) => Place {
  const taken = new Map<string, number>();
  let all = 0;
  return (key) => {
    let isTaken = false;
    const change = (by: 1 | -1): void => {
      const count = (taken.get(key) ?? 0) + by;
      all += by;
      isTaken = by === 1;
      if (count === 0) taken.delete(key);
      else taken.set(key, count);
    };
    return {
      take: () => {
        if (isTaken) return;
        if ((taken.get(key) ?? 0) >= settings.LARGE_RESPONSES_PER_KEY) throw tooManyOfKey(settings);
        if (all >= settings.LARGE_RESPONSES) throw tooManyInAll();
        change(1);
      },
      free: () => {
        if (isTaken) change(-1);
      },
    };
  };
}

function tooManyOfKey({ LARGE_RESPONSES_PER_KEY: limit }: PlaceSettings): ApiError {
  const message = `This key reads ${limit} large responses already (LARGE_RESPONSES_PER_KEY).`;
  return new ApiError('rate_limited', message, { headers });
}

function tooManyInAll(): ApiError {
  return new ApiError('unavailable', 'Too many large responses are being sent at the moment.', { headers });
}
