import type { AskedEntry, ImportState, Span } from '../entries/history-entry.ts';

const endedStatuses: ReadonlySet<string> = new Set(['succeeded', 'failed', 'cancelled']);

export function hasEnded({ status }: { readonly status: string }): boolean {
  return endedStatuses.has(status);
}

/** Everything that must not change once an import has ended, as one text. */
export function describeEnd({ status, finishedAt, version, versionId, errorCode, summary }: ImportState): string {
  return [status, finishedAt ?? 'no time', version, versionId, errorCode, summary].filter(Boolean).join(' ');
}

/** Whether a request may have had an effect: it succeeded, or its outcome is unknown. */
export function mayHaveWorked({ status }: Pick<AskedEntry, 'status'>): boolean {
  return status === undefined || status < 400 || status >= 500;
}

/** Whether something with this span may have happened between the two reads. */
export function mayLieBetween(span: Span, before: Span, after: Span): boolean {
  return span.end >= before.begin && span.begin <= after.end;
}
