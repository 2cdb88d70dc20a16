import { describe, expect, it } from 'vitest';
import { errorCatalogue, importConnectorMetadata, importVersionMetadata, parseRequest } from '../src/index.ts';

function faultsOf(input: unknown, schema: typeof importVersionMetadata | typeof importConnectorMetadata) {
  const parsed = parseRequest<unknown>(schema, input, 'metadata');
  return parsed.ok ? [] : parsed.faults;
}

describe('metadata of an import', () => {
  it('is taken when it names format and version', () => {
    const metadata = { format: 'openapi', version: '1.0.0', strict: true };
    expect(parseRequest(importVersionMetadata, metadata, 'metadata')).toEqual({ ok: true, value: metadata });
  });

  it('may leave the version of a new connector to the document, but not that of one that exists', () => {
    expect(faultsOf({ format: 'openapi' }, importConnectorMetadata)).toEqual([]);
    expect(faultsOf({ format: 'openapi' }, importVersionMetadata)).toMatchObject([{ field: 'metadata.version' }]);
  });

  it('may name a new connector, but not one that exists', () => {
    expect(faultsOf({ format: 'openapi', name: 'Pets' }, importConnectorMetadata)).toEqual([]);
    expect(faultsOf({ format: 'openapi', name: '  ' }, importConnectorMetadata)).toMatchObject([
      { field: 'metadata.name' },
    ]);
    const named = { format: 'openapi', version: '1', name: 'Pets' };
    expect(faultsOf(named, importVersionMetadata)).toMatchObject([{ field: 'metadata.name' }]);
  });

  it('is told every fault at once, each by its field', () => {
    const fields = faultsOf({ format: 'raml', version: 7, strict: 'yes' }, importVersionMetadata).map(
      ({ field }) => field,
    );
    expect(fields.toSorted()).toEqual(['metadata.format', 'metadata.strict', 'metadata.version']);
  });

  it.each(['latest', 'default', 'Latest', 'DEFAULT'])('cannot take the reserved name %s', (version) => {
    expect(faultsOf({ format: 'openapi', version }, importVersionMetadata)).toMatchObject([
      { field: 'metadata.version', code: 'version_reserved' },
    ]);
  });

  it.each(['', '   ', '.', '..', 'a/b', 'a\\b', '1?x', '1#x', '1%20', '1\u0000', '1\n2', 'x'.repeat(201)])(
    'cannot take %j as a version: it is part of addresses',
    (version) => {
      const fields = faultsOf({ format: 'openapi', version }, importVersionMetadata).map(({ field }) => field);
      expect(new Set(fields)).toEqual(new Set(['metadata.version']));
    },
  );

  it('names each option that it does not know, so that a misspelt one is not ignored', () => {
    const faults = faultsOf({ format: 'openapi', version: '1', dryrun: true, Strict: true }, importVersionMetadata);
    expect(faults.map(({ field }) => field)).toEqual(['metadata.dryrun', 'metadata.Strict']);
  });

  it.each([null, [], 'text', 3])('is an object, not %j', (input) => {
    expect(faultsOf(input, importVersionMetadata)).toMatchObject([{ field: 'metadata' }]);
  });
});

describe('the catalogue of errors', () => {
  it.each(Object.entries(errorCatalogue))('says for %s what to do next', (code, { status, next }) => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(next).toMatch(/^[A-Z].+\.$/);
  });
});
