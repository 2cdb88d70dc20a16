import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConnectorModel, importDocument, type Json, type ParsedDocument } from '../src/index.ts';
import { isObject, type JsonObject } from '@connectory/json';
import { objectMember } from '../src/json/members.ts';
import { hostileDocument } from './hostile-document.ts';
import { parsed } from './parsed.ts';

function modelOf(document: ParsedDocument): ConnectorModel {
  const outcome = importDocument(document);
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return outcome.model;
}

function pathsOf(root: JsonObject): JsonObject {
  return objectMember(root, 'paths') ?? {};
}

describe('Names of operations', () => {
  it('do not change when an unrelated operation is added at the end', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(hostileDocument, (root) => {
        if (!isObject(root)) return;
        const added = { get: { operationId: 'addedAtTheEnd', responses: { '200': { description: 'a' } } } };
        const paths = { ...pathsOf(root), '/added-at-the-end': added };
        const before = modelOf(parsed({ ...root, paths: pathsOf(root) }));
        const after = modelOf(parsed({ ...root, paths }));
        expect(after.actions.slice(0, -1).map(({ name }) => name)).toEqual(before.actions.map(({ name }) => name));
        expect(after.triggers.map(({ name }) => name)).toEqual(before.triggers.map(({ name }) => name));
        expect(after.definitions.map(({ name }) => name)).toEqual(before.definitions.map(({ name }) => name));
      }),
      { numRuns: 200 },
    );
  });
});

describe('Places', () => {
  it('are located in one call at the end', () => {
    const asked: ReadonlySet<string>[] = [];
    const schemas = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`s${index}`, { type: 'file' }]));
    const model = modelOf({
      ...parsed({ openapi: '3.1.0', servers: [{ url: 'https://a.example' }], components: { schemas } }),
      locate: (pointers) => {
        asked.push(pointers);
        return new Map([...pointers].map((pointer, index) => [pointer, { line: index + 1, column: 3 }]));
      },
    });
    expect(asked).toHaveLength(1);
    const message = model.messages.find(({ code }) => code === 'SCHEMA_TYPE_UNKNOWN');
    expect(message?.locations[0]).toMatchObject({ pointer: '/components/schemas/s0/type', column: 3 });
    expect(message?.detail[0]).toMatch(/^\/components\/schemas\/s0\/type \(line \d+, column 3\): /);
    expect(message?.locations).toHaveLength(100);
    expect(asked[0]?.has('/components/schemas/s120/type')).toBe(true);
  });
});

describe('Notices of the parsed document', () => {
  it('come before all other messages and keep their places', () => {
    const notice = {
      code: 'DUPLICATE_KEYS',
      severity: 'warning' as const,
      text: '1 key',
      places: [{ pointer: '/a', what: 'twice' }],
    };
    const [first] = modelOf({ ...parsed({ openapi: '3.1.0' }), notices: [notice] }).messages;
    expect(first).toEqual({
      code: 'DUPLICATE_KEYS',
      severity: 'warning',
      text: '[DUPLICATE_KEYS] 1 key',
      detail: ['/a: twice'],
      locations: [{ pointer: '/a' }],
    });
  });
});

describe('A relative server', () => {
  it('is resolved against the URL of the document', () => {
    const document = parsed({ openapi: '3.1.0', servers: [{ url: '../{v}/', variables: { v: { default: '1' } } }] });
    const outcome = importDocument(document, { sourceUrl: 'https://a.example/x/y/openapi.json' });
    expect(outcome.ok && outcome.model.connector.baseUrl).toBe('https://a.example/x/{{ conn.v }}');
  });

  it.each([[undefined], [[]]])('is the root of the host of the document where servers are %j', (servers) => {
    const document = parsed({ openapi: '3.0.3', ...(servers === undefined ? {} : { servers }) });
    const outcome = importDocument(document, { sourceUrl: 'https://a.example:8443/x/openapi.json' });
    expect(outcome.ok && outcome.model.connector.baseUrl).toBe('https://a.example:8443');
    const codes = outcome.ok ? outcome.model.messages.map(({ code }) => code) : [];
    expect(codes).not.toContain('SERVER_MISSING');
  });
});

describe('A relative URL of an OAuth flow', () => {
  it.each([
    ['https://api.example/token', [{ url: 'https://api.example/v1' }], '/token'],
    ['https://api.example/v1/token', [{ url: 'https://api.example/v1/' }], 'token'],
    ['https://docs.example/v1/token', [{ url: '/v1/' }], 'token'],
    ['https://docs.example/token', [], 'token'],
    [
      'https://eu.api.example/token',
      [{ url: 'https://{r}.api.example', variables: { r: { default: 'eu' } } }],
      '/token',
    ],
  ])('is %s: relative to the server, and that to the document', (expected, servers, tokenUrl) => {
    const flows = { clientCredentials: { tokenUrl, scopes: {} } };
    const components = { securitySchemes: { o: { type: 'oauth2', flows } } };
    const outcome = importDocument(parsed({ openapi: '3.0.3', servers, components }), {
      sourceUrl: 'https://docs.example/apis/openapi.json',
    });
    expect(outcome.ok && outcome.model.connector.authSchemes).toMatchObject([{ tokenUrl: expected }]);
  });
});

describe('A deeply nested document', () => {
  it('is mapped up to 500 levels, the limit of reading', () => {
    let schema: Json = { type: 'string' };
    for (let level = 0; level < 240; level += 1) schema = { properties: { a: schema } };
    const model = modelOf(parsed({ openapi: '3.1.0', components: { schemas: { Deep: schema } } }));
    expect(model.definitions).toHaveLength(1);
  });
});

describe('The time of an import', () => {
  it('grows with the number of references, not with the size of the dereferenced document', () => {
    const level = (index: number): [string, Json] => [
      `L${index}`,
      {
        properties: Object.fromEntries(
          ['a', 'b', 'c'].map((key) => [key, { $ref: `#/components/schemas/L${index + 1}` }]),
        ),
      },
    ];
    const schemas = Object.fromEntries([
      ...Array.from({ length: 60 }, (_, index) => level(index)),
      ['L60', { type: 'string' }],
    ]);
    const model = modelOf(parsed({ openapi: '3.1.0', components: { schemas } }));
    expect(model.definitions).toHaveLength(61);
    expect(JSON.stringify(model).length).toBeLessThan(40_000);
  });
});

describe('A chain of references', () => {
  it('takes time linear in its length', { timeout: 120_000 }, () => {
    const length = 20_000;
    const chain = Array.from({ length }, (_, index): [string, Json] => [
      `R${index}`,
      index + 1 === length ? { description: 'a' } : { $ref: `#/components/responses/R${index + 1}` },
    ]);
    const responses = Object.fromEntries(chain);
    const schemas = Object.fromEntries(
      chain.map(([name], index): [string, Json] => [
        name,
        index + 1 === length ? { type: 'string' } : { $ref: `#/components/schemas/R${index + 1}` },
      ]),
    );
    const paths = Object.fromEntries(
      chain
        .slice(0, 2_000)
        .map(([name]): [string, Json] => [
          `/${name}`,
          { get: { responses: { '200': { $ref: `#/components/responses/${name}` } } } },
        ]),
    );
    const before = process.cpuUsage();
    const model = modelOf(parsed({ openapi: '3.1.0', paths, components: { responses, schemas } }));
    // Processor time, which does not depend on other processes. The limit is far above the normal time, and far below
    // the minutes that quadratic time would take.
    expect(process.cpuUsage(before).user).toBeLessThan(20_000_000);
    expect(model.definitions).toHaveLength(length);
    expect(model.messages.map(({ code }) => code)).toContain('REFERENCE_CYCLE');
  });

  it('to its own anchor is reported, and its schema accepts everything', () => {
    const Pet = { properties: { self: { $anchor: 'a', $dynamicRef: '#a' } } };
    const model = modelOf(parsed({ openapi: '3.1.0', components: { schemas: { Pet } } }));
    expect(model.messages.map(({ code }) => code)).toContain('REFERENCE_CYCLE');
    expect(model.definitions[0]?.schema).not.toContain('$ref');
  });
});
