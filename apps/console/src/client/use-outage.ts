import { useEffect, useState } from 'react';
import { ApiFault } from './api-fault.ts';
import { queryClient, retryDelay } from './query-client.ts';

/** A fault that passes, and the time of the next attempt in milliseconds. */
export interface Outage {
  readonly fault: ApiFault;
  readonly retryAt: number;
}

/** The outage that queries wait for; undefined when the service responds. */
export function useOutage(): Outage | undefined {
  const [outage, setOutage] = useState<Outage>();
  useEffect(() => {
    const read = (): void => setOutage((before) => keepIfSame(before, findOutage()));
    return queryClient.getQueryCache().subscribe(read);
  }, []);
  return outage;
}

function findOutage(): Outage | undefined {
  for (const { state } of queryClient.getQueryCache().getAll()) {
    const { fetchFailureReason: fault, fetchFailureCount: failures, fetchStatus } = state;
    if (fetchStatus !== 'idle' && fault instanceof ApiFault && fault.isTemporary)
      return { fault, retryAt: Date.now() + retryDelay(failures - 1) };
  }
  return undefined;
}

/** Each attempt that fails makes a new fault. */
function keepIfSame(before: Outage | undefined, now: Outage | undefined): Outage | undefined {
  return before?.fault === now?.fault ? before : now;
}
