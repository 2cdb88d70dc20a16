/** The value that a share of the values does not exceed. @param fraction from 0 to 1 */
export function percentile(values: readonly number[], fraction: number): number {
  const ordered = [...values].sort((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * fraction))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const ordered = [...values].sort((a, b) => a - b);
  const middle = ordered.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = ordered.slice(middle - 1);
  if (ordered.length === 1) return ordered[0] ?? Number.NaN;
  return ordered.length % 2 === 1 ? high : (low + high) / 2;
}

export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
