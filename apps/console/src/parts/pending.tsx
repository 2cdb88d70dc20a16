import { FaultPanel } from './fault-panel.tsx';
import { Skeleton } from './skeleton.tsx';

interface PendingProps {
  readonly query: { readonly error: unknown; readonly refetch: () => unknown };
  /** What is loaded, for screen readers. */
  readonly label: string;
  readonly rows?: number;
}

/** In the place of data that a query has not returned: rows while it loads, or its error. */
export function Pending({ query: { error, refetch }, label, rows = 5 }: PendingProps) {
  if (error === null) return <Skeleton rows={rows} label={label} />;
  return <FaultPanel error={error} onRetry={() => void refetch()} />;
}
