import { describe, expect, it } from 'vitest';
import { apiOperations, buildOpenApiDocument, componentSchemas } from '../src/index.ts';
import { compareShapes } from './compare-shapes.ts';
import wire from './fixtures/wire-facts.json' with { type: 'json' };

const basePath = '/api/connect/v1';
const document: unknown = buildOpenApiDocument({ baseUrl: 'https://connectory.example' });
const components = componentSchemas();
const facts: { readonly [name: string]: unknown } = wire.schemas;

/** Follows property names; undefined where there is nothing. */
function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined),
    value,
  );
}

/** Follows a reference to a component. */
function dereference(value: unknown): unknown {
  const reference = at(value, '$ref');
  return typeof reference === 'string' ? at(document, ...reference.slice('#/'.length).split('/')) : value;
}

/** The facts write `ref` for a reference to a component. */
function withReferences(schema: object): object {
  const text = JSON.stringify(schema).replaceAll(/"ref":"([^"]+)"/g, '"$ref":"#/components/schemas/$1"');
  return Object(JSON.parse(text));
}

function operationAt(operation: { path: string; method: string }): unknown {
  return at(document, 'paths', basePath + operation.path, operation.method);
}

/** Operations for running connectors, which this service answers with 501. */
const notImplemented: ReadonlySet<string> = new Set([
  'CreateBigQueryConnector',
  'CreateConnectorConnection',
  'DeleteConnection',
  'GetConnection',
  'InitialiseOAuth2Connection',
  'UpdateConnection',
]);

const known = new Set(apiOperations.map(({ operationId }) => operationId));
const served = wire.operations.filter(({ operationId }) => known.has(operationId));

it('every operation of the wire contract is served', () => {
  const missing = wire.operations.map(({ operationId }) => operationId).filter((name) => !known.has(name));
  expect(missing).toEqual([]);
});

/**
 * Intended differences: optional properties that this service never sends, and the name of a reference. That may be
 * the name of an action, which may contain `$`.
 */
const differsOnPurpose = /\.completion: absent$|referencedBy\[\]\.name: pattern$/;

/** Read-only properties of entities, which a client sends back as it read them. */
const ignoredInRequests = /\.(completion|errors|definition\.(accept|description|url|referencedBy)): absent$/;

describe.each(served)('$operationId', (operation) => {
  const ours = operationAt(operation);

  it('has the path, method and operationId of the wire contract', () => {
    expect(at(ours, 'operationId')).toBe(operation.operationId);
  });

  it('documents every parameter with the same location, requirement and type', () => {
    const documented = at(ours, 'parameters');
    if (!Array.isArray(documented)) throw new Error('no parameters');
    const missing = operation.parameters.flatMap((parameter) => {
      const twin: unknown = documented
        .map(dereference)
        .find((its) => at(its, 'name') === parameter.name && at(its, 'in') === parameter.in);
      if (twin === undefined) return [`${parameter.in} ${parameter.name}`];
      expect(at(twin, 'required')).toBe(parameter.required);
      expect(at(twin, 'schema')).toMatchObject(withReferences(parameter.schema));
      return [];
    });
    expect(missing).toEqual([]);
  });

  it('requires no more of a request than the wire contract', () => {
    const comparison = { facts, components, direction: 'request' } as const;
    if (notImplemented.has(operation.operationId)) return;
    const faults = Object.entries(operation.requestBody ?? {}).flatMap(([mediaType, shape]) => {
      const schema = at(ours, 'requestBody', 'content', mediaType, 'schema');
      if (schema === undefined) return [`body ${mediaType}`];
      return compareShapes(comparison, shape, schema).filter(
        (fault) => !bothParts.has(fault) && !ignoredInRequests.test(fault),
      );
    });
    expect(faults).toEqual([]);
  });

  it('has every response field of the wire contract', () => {
    const comparison = { facts, components, direction: 'response' } as const;
    if (notImplemented.has(operation.operationId)) return;
    const faults = Object.entries(operation.responses).flatMap(([status, content]) =>
      Object.entries(content).flatMap(([mediaType, shape]) => {
        if (status === 'default') return [];
        const response = at(dereference(at(ours, 'responses', status)), 'content', mediaType);
        if (response === undefined) return [`response ${status} ${mediaType}`];
        return compareShapes(comparison, shape, at(response, 'schema')).filter(
          (fault) => !differsOnPurpose.test(fault),
        );
      }),
    );
    expect(faults).toEqual([]);
  });

  it('documents an Error for rejected requests', () => {
    const comparison = { facts, components, direction: 'response' } as const;
    const refused = Object.entries(Object(at(ours, 'responses'))).filter(([status]) => Number(status) >= 400);
    expect(refused.length).toBeGreaterThan(0);
    for (const [status, response] of refused) {
      const schema = at(dereference(response), 'content', 'application/json', 'schema');
      expect(compareShapes(comparison, { ref: 'Error' }, schema), status).toEqual([]);
    }
  });
});

// The wire contract marks no part of the multipart body as required, although an import needs both.
const bothParts: ReadonlySet<string> = new Set(['$.file: required', '$.metadata: required']);

describe('the OpenAPI document', () => {
  it('has a component behind each reference', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)];
    const missing = references
      .map(([, place = '']) => place)
      .filter((place) => at(document, ...place.split('/')) === undefined);
    expect(references.length).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  });

  it('gives each operation a unique operationId', () => {
    const names = apiOperations.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
  });
});
