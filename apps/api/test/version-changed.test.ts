import { expect, test } from 'vitest';
import { ApiError } from '../src/http/api-error.ts';
import { ExportInterruptedError, untilUnchanged } from '../src/export/version-changed.ts';

const failing = (errors: readonly Error[]) => {
  const left = [...errors];
  let attempts = 0;
  const work = async (): Promise<void> => {
    attempts += 1;
    const error = left.shift();
    if (error !== undefined) throw error;
  };
  return { work, attempts: () => attempts };
};

const interrupted = new ExportInterruptedError();

test('an export that a change interrupts is repeated', async () => {
  const { work, attempts } = failing([interrupted, interrupted]);
  await untilUnchanged(work);
  expect(attempts()).toBe(3);
});

test('an export that is interrupted again and again ends with 503 and Retry-After', async () => {
  const { work, attempts } = failing(Array.from({ length: 9 }, () => interrupted));
  await expect(untilUnchanged(work)).rejects.toMatchObject({ status: 503, headers: { 'Retry-After': '1' } });
  expect(attempts()).toBe(3);
});

test('another error ends an export at once, such as that of a deleted version', async () => {
  const { work, attempts } = failing([interrupted, new ApiError('version_not_found', 'deleted')]);
  await expect(untilUnchanged(work)).rejects.toMatchObject({ code: 'version_not_found' });
  expect(attempts()).toBe(2);
});
