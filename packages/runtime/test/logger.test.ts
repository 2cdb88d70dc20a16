import { expect, test } from 'vitest';
import { redactUrlCredentials } from '../src/logger.ts';

test('user and password of a URL never reach the log', () => {
  expect(redactUrlCredentials('cannot reach postgresql://app:s3cret@db:5432/x or redis://:pw@r')).toBe(
    'cannot reach postgresql://***@db:5432/x or redis://***@r',
  );
});

test('a URL without credentials stays as it is', () => {
  expect(redactUrlCredentials('see https://example.com/a@b')).toBe('see https://example.com/a@b');
});
