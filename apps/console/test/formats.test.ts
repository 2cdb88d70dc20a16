import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { formatCount } from '../src/format/numbers.ts';
import { formatAgo, formatTime } from '../src/format/times.ts';

const source = path.join(import.meta.dirname, '../src');

it('the console does not use `Intl`, which takes long to start in a new page', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  expect(files.length).toBeGreaterThan(100);
  const users = files.filter((file) => /\bnew Intl\.|\.toLocale\w+\(/.test(read(file)));
  expect(users).toEqual([]);
});

function read(file: string): string {
  return readFileSync(path.join(source, file), 'utf8');
}

it.each([0, 7, 999, 1_000, 12_345, 1_234_567, -1_234, 1_234.5, 0.1 + 0.2])(
  '%d is written like `Intl` does',
  (count) => {
    expect(formatCount(count)).toBe(new Intl.NumberFormat('en').format(count));
  },
);

it.each([
  [10, '10s'],
  [59, '59s'],
  [60, '1min'],
  [89, '1min'],
  [3_599, '60min'],
  [3_600, '1h'],
  [86_399, '24h'],
  [172_800, '2d'],
  [9_000_000, '104d'],
])('a distance of %d seconds is %s', (seconds, words) => {
  expect(formatAgo(new Date(-seconds * 1_000).toISOString(), 0)).toBe(`${words} ago`);
  expect(formatAgo(new Date(seconds * 1_000).toISOString(), 0)).toBe(`in ${words}`);
});

it('a distance of one day has a word', () => {
  expect(formatAgo(new Date(-86_400_000).toISOString(), 0)).toBe('yesterday');
  expect(formatAgo(new Date(86_400_000).toISOString(), 0)).toBe('tomorrow');
});

it('a distance of less than ten seconds is just now', () => {
  expect(formatAgo(new Date(9_999).toISOString(), 0)).toBe('just now');
  expect(formatAgo(new Date(-9_999).toISOString(), 0)).toBe('just now');
});

it.each(['2026-01-02T03:04:05Z', '2026-11-28T23:59:59Z'])('%s is written like `Intl` does', (time) => {
  const words = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
  expect(formatTime(time)).toBe(words.format(new Date(time)));
});
