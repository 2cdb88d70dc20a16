import type { Settings } from '@connectory/runtime';
import type { Response } from 'express';
import type { Counter } from 'prom-client';
import { ApiError } from '../http/api-error.ts';
import { keepRequestCount } from '../http/request-count.ts';

/** What requests are counted by. A session counts with its key. */
export type CountedBy = 'token' | 'key' | 'organisation' | 'address';

type LimitSetting = 'REQUESTS_PER_KEY' | 'REQUESTS_PER_ORGANISATION' | 'REQUESTS_PER_ADDRESS';

export type RequestLimits = Pick<Settings, LimitSetting>;

/** Limits how many requests of one holder are in progress. Each process counts on its own, in memory. */
export interface RequestsInProgress {
  /**
   * Counts a request until its response is closed.
   * @param id of the holder. It is kept only while one of its requests is in progress.
   * @throws ApiError 429
   */
  begin(response: Response, by: CountedBy, id: string): void;
}

const settingOf: { readonly [By in CountedBy]: LimitSetting } = {
  token: 'REQUESTS_PER_KEY',
  key: 'REQUESTS_PER_KEY',
  organisation: 'REQUESTS_PER_ORGANISATION',
  address: 'REQUESTS_PER_ADDRESS',
};

const headers = { 'Retry-After': '1' };

interface Count {
  /** Counted at present. */
  readonly holders: string[];
  pauses: number;
}

export function createRequestsInProgress(
  settings: RequestLimits,
  metrics: { readonly requestsRefused: Counter<'by'> },
): RequestsInProgress {
  const inProgress = new Map<string, number>();
  const counts = new WeakMap<Response, Count>();
  const change = (holder: string, by: 1 | -1): void => {
    const left = (inProgress.get(holder) ?? 0) + by;
    if (left === 0) inProgress.delete(holder);
    else inProgress.set(holder, left);
  };
  const changeAll = ({ holders }: Count, by: 1 | -1): void => {
    for (const holder of holders) change(holder, by);
  };
  const countOf = (response: Response): Count => {
    const known = counts.get(response);
    if (known !== undefined) return known;
    const count: Count = { holders: [], pauses: 0 };
    counts.set(response, count);
    const pause = (): void => {
      if (count.pauses === 0) changeAll(count, -1);
      count.pauses += 1;
    };
    const resume = (): void => {
      count.pauses -= 1;
      if (count.pauses === 0) changeAll(count, 1);
    };
    keepRequestCount(response, { pause, resume });
    // A closed response leaves the counts for good.
    response.once('close', pause);
    return count;
  };
  return {
    begin: (response, by, id) => {
      // The client has left: the event has passed that would end the count.
      if (response.closed) return;
      const limit = settings[settingOf[by]];
      const holder = `${by}:${id}`;
      if (limit > 0 && (inProgress.get(holder) ?? 0) >= limit) {
        metrics.requestsRefused.inc({ by });
        throw tooMany(by, limit);
      }
      countOf(response).holders.push(holder);
      change(holder, 1);
    },
  };
}

function tooMany(by: CountedBy, limit: number): ApiError {
  const holder = by === 'token' ? 'key' : by;
  const message = `This ${holder} has ${limit} requests in progress already (${settingOf[by]}).`;
  return new ApiError('requests_too_many', message, { headers });
}
