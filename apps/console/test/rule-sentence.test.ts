import { expect, it } from 'vitest';
import { ruleSentence } from '../src/diff/rule-sentence.ts';

it('states the rule of a change, and on which side it has its class', () => {
  expect(ruleSentence('REQUIRED_PARAMETER_ADDED', 'breaking')).toBe(
    'A required parameter was added. It is breaking where users send the data, and non-breaking where they receive it.',
  );
  expect(ruleSentence('PARAMETER_REMOVED', 'breaking')).toBe('A parameter was removed. It is always breaking.');
  expect(ruleSentence('PARAMETER_DEPRECATED', 'annotation')).toMatch(/It is always an annotation\.$/);
});

it('says nothing about a code that it does not know', () => {
  expect(ruleSentence('NEW_CODE', 'breaking')).toBe('');
});
