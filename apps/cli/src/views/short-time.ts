/** A time in UTC, to the minute. */
export function shortTime(timestamp: string): string {
  return timestamp.slice(0, 16).replace('T', ' ');
}
