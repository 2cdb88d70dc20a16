import { useEffect, useState } from 'react';
import { formatAgo, formatTime } from '../format/times.ts';

const tickMs = 10_000;

/** The present time, renewed while it is shown. */
export function useNow(everyMs: number = tickMs): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** A time as its distance from now, with the exact time as title. */
export function Ago({ time }: { readonly time: string }) {
  const now = useNow();
  return (
    <time dateTime={time} title={formatTime(time)} className="whitespace-nowrap">
      {formatAgo(time, now)}
    </time>
  );
}
