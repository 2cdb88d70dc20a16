import { describe, expect, it } from 'vitest';
import { errorCatalogue, importConnectorMetadata, importVersionMetadata, parseRequest } from '../src/index.ts';

function faultsOf(input: unknown, schema: typeof importVersionMetadata | typeof importConnectorMetadata) {
  const parsed = parseRequest<unknown>(schema, input, 'metadata');
  return parsed.ok ? [] : parsed.faults;
}

describe('metadata of an import', () => {
  it('is accepted with format and version', () => {
    const metadata = { format: 'openapi', version: '1.0.0', strict: true };
    expect(parseRequest(importVersionMetadata, metadata, 'metadata')).toEqual({ ok: true, value: metadata });
  });

  it('may omit the version for a new connector, but not for an existing one', () => {
    expect(faultsOf({ format: 'openapi' }, importConnectorMetadata)).toEqual([]);
    expect(faultsOf({ format: 'openapi' }, importVersionMetadata)).toMatchObject([{ field: 'metadata.version' }]);
  });

  it('may name a new connector, but not an existing one', () => {
    expect(faultsOf({ format: 'openapi', name: 'Pets' }, importConnectorMetadata)).toEqual([]);
    expect(faultsOf({ format: 'openapi', name: '  ' }, importConnectorMetadata)).toMatchObject([
      { field: 'metadata.name' },
    ]);
    const named = { format: 'openapi', version: '1', name: 'Pets' };
    expect(faultsOf(named, importVersionMetadata)).toMatchObject([{ field: 'metadata.name' }]);
  });

  it('reports all faults at once, each with its field', () => {
    const fields = faultsOf({ format: 'raml', version: 7, strict: 'yes' }, importVersionMetadata).map(
      ({ field }) => field,
    );
    expect(fields.toSorted()).toEqual(['metadata.format', 'metadata.strict', 'metadata.version']);
  });

  it.each(['latest', 'default', 'Latest', 'DEFAULT'])('rejects the reserved name %s', (version) => {
    expect(faultsOf({ format: 'openapi', version }, importVersionMetadata)).toMatchObject([
      { field: 'metadata.version', code: 'version_reserved' },
    ]);
  });

  it.each(['', '   ', '.', '..', 'a/b', 'a\\b', '1?x', '1#x', '1%20', '1\u0000', '1\n2', 'x'.repeat(201)])(
    'rejects %j as a version, which is part of URLs',
    (version) => {
      const fields = faultsOf({ format: 'openapi', version }, importVersionMetadata).map(({ field }) => field);
      expect(new Set(fields)).toEqual(new Set(['metadata.version']));
    },
  );

  it('rejects unknown options by name, so that misspelt ones are not ignored', () => {
    const faults = faultsOf({ format: 'openapi', version: '1', dryrun: true, Strict: true }, importVersionMetadata);
    expect(faults.map(({ field }) => field)).toEqual(['metadata.dryrun', 'metadata.Strict']);
  });

  it('can name the root document of an archive, by a path that is not blank', () => {
    expect(faultsOf({ format: 'openapi', version: '1', root: 'a/b.yaml' }, importVersionMetadata)).toEqual([]);
    const blank = faultsOf({ format: 'openapi', version: '1', root: ' ' }, importVersionMetadata);
    expect(blank.map(({ field }) => field)).toEqual(['metadata.root']);
  });

  it.each([null, [], 'text', 3])('must be an object, not %j', (input) => {
    expect(faultsOf(input, importVersionMetadata)).toMatchObject([{ field: 'metadata' }]);
  });
});

describe('the error catalogue', () => {
  it.each(Object.entries(errorCatalogue))('has a next step for %s', (code, { status, next }) => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(next).toMatch(/^[A-Z].+\.$/);
  });
});
