// Without `Intl`, whose first use in a page costs a tenth of a second on a busy machine.

const steps = [
  ['d', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time as its distance from now: `3min ago`. */
export function formatAgo(time: string, now: number): string {
  const seconds = (new Date(time).getTime() - now) / 1_000;
  if (!(Math.abs(seconds) >= 10)) return 'just now';
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ['s', 1];
  const count = Math.round(Math.abs(seconds) / size);
  const isPast = seconds < 0;
  if (unit === 'd' && count === 1) return isPast ? 'yesterday' : 'tomorrow';
  return isPast ? `${count}${unit} ago` : `in ${count}${unit}`;
}

/** The time in the time zone of the browser: `28 Nov 2026, 11:55:02`. */
export function formatTime(time: string): string {
  const date = new Date(time);
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0'));
  return `${date.getDate()} ${months[date.getMonth()] ?? ''} ${date.getFullYear()}, ${clock.join(':')}`;
}
