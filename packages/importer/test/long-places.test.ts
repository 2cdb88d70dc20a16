import { expect, it } from 'vitest';
import { fileRoot, rootPlace, shortNameOf, shortPointerOf, within } from '../src/place/place.ts';

it('A long place has the name of its file, which the root document has none of', () => {
  const tokens = Array.from({ length: 60 }, (_, index) => `token${index}`);
  const pointer = tokens.map((token) => `/${token}`).join('');
  expect(shortPointerOf(within(rootPlace, tokens))).toBe(pointer);
  expect(shortNameOf(pointer)).toBe(pointer);
  expect(shortPointerOf(within(fileRoot('a#b.yaml'), tokens))).toBe(`a%23b.yaml#${pointer}`);
});
