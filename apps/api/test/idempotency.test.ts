import { describe, expect, it } from 'vitest';
import { fingerprintRequest, readIdempotencyKey } from '../src/imports/idempotency.ts';

describe('an Idempotency-Key', () => {
  it.each([
    ['abc', 'abc'],
    ['"abc"', 'abc'],
    [' "a b" ', 'a b'],
    [String.raw`"a\"b\\c"`, String.raw`a"b\c`],
    ['x'.repeat(255), 'x'.repeat(255)],
    [`"${'x'.repeat(255)}"`, 'x'.repeat(255)],
  ])('%s gives the same key, quoted or not', (header, key) => {
    expect(readIdempotencyKey(header)).toBe(key);
  });

  it('may be absent', () => {
    expect(readIdempotencyKey(undefined)).toBeUndefined();
  });

  it.each(['', '""', 'x'.repeat(256), 'ü', 'a\tb'])('%j is rejected', (header) => {
    expect(() => readIdempotencyKey(header)).toThrow(expect.objectContaining({ code: 'idempotency_key_invalid' }));
  });
});

describe('the fingerprint of a request', () => {
  const request = {
    subject: 'a hash',
    metadata: { format: 'openapi' as const, version: '1', strict: true },
    connectorId: 'c',
  };
  const fingerprint = fingerprintRequest(request);

  it('does not depend on the order of metadata members', () => {
    const metadata = { strict: true, version: '1', format: 'openapi' as const };
    expect(fingerprintRequest({ ...request, metadata })).toEqual(fingerprint);
  });

  it.each([
    { subject: 'another hash' },
    { connectorId: undefined },
    { metadata: { ...request.metadata, version: '2' } },
    { metadata: { ...request.metadata, strict: false } },
  ])('differs for another request: %o', (other) => {
    expect(fingerprintRequest({ ...request, ...other })).not.toEqual(fingerprint);
  });
});
