import { expect, test } from 'vitest';
import { fitVersionName } from '../src/versions/fit-version-name.ts';

test.each([
  ['1.2.3', '1.2.3'],
  ['2022-11-28', '2022-11-28'],
  ['v1/beta 2', 'v1-beta-2'],
  ['latest', '1.0.0'],
  ['Default', '1.0.0'],
  ['', '1.0.0'],
  [undefined, '1.0.0'],
  ['../..', '1.0.0'],
  ['a\u0000b', 'a\uFFFDb'],
])('the document version %j becomes the version name %j', (documented, name) => {
  expect(fitVersionName(documented)).toBe(name);
});

test('a long version is cut to 200 characters', () => {
  expect(fitVersionName('x'.repeat(10_000))).toHaveLength(200);
});
