import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiFault, isFault } from './api-fault.ts';

const longestDelayMs = 8_000;

/** Milliseconds before the next attempt, after a number of failures. */
export function retryDelay(failures: number): number {
  return Math.min(1_000 * 2 ** failures, longestDelayMs);
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      // The session has ended, and every page depends on it.
      if (isFault(error, 401) && query.queryKey[0] !== 'session')
        void queryClient.invalidateQueries({ queryKey: ['session'] });
    },
  }),
  defaultOptions: {
    queries: {
      // A service that is away is asked again until it is back; the page stays.
      retry: (_failures, error) => error instanceof ApiFault && error.isTemporary,
      retryDelay,
      networkMode: 'always',
      staleTime: 5_000,
    },
    mutations: { networkMode: 'always' },
  },
});
