import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { apiOperations, buildOpenApiDocument, parseRequest } from '../src/index.ts';

type Json = { readonly [key: string]: unknown };

const document = buildOpenApiDocument({ baseUrl: 'https://connectory.example' });
const schemas = Object.entries(Object(at(document, 'components', 'schemas')));
const operations = Object.values(Object(at(document, 'paths'))).flatMap((item) => Object.values(Object(item)));

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv, ['uri', 'date-time']);
ajv.addFormat('ulid', /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/).addFormat('binary', true);
ajv.addSchema(document, 'document');

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
  return typeof reference === 'string' ? dereference(at(document, ...reference.slice('#/'.length).split('/'))) : value;
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function faultOf(schema: unknown, value: unknown): string {
  const text = JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"document#/');
  const validate = ajv.compile(Object(JSON.parse(text)));
  return validate(value) ? '' : ajv.errorsText(validate.errors);
}

/** All properties of component schemas, and of objects in them, with their places. */
function propertiesIn(schema: unknown, place: string): readonly (readonly [string, unknown])[] {
  const own = Object.entries(Object(at(schema, 'properties'))).map(
    ([name, inner]) => [`${place}.${name}`, inner] as const,
  );
  return [...own, ...own.flatMap(([inside, inner]) => propertiesIn(inner, inside))];
}

/** Whether a value of the schema can be shown without composing it. */
function hasExample(schema: unknown): boolean {
  const target = Object(dereference(schema));
  const shown = ['examples', 'enum', 'const', 'properties', 'oneOf'].some((keyword) => keyword in target);
  const inItems = target.type === 'array' && hasExample(target.items);
  return (
    shown || inItems || target.type === 'boolean' || (Array.isArray(target.anyOf) && target.anyOf.some(hasExample))
  );
}

describe('the OpenAPI document', () => {
  it('declares every tag with a description, and no other', () => {
    const declared = Object.values(Object(document['tags']));
    expect(declared.filter((tag) => !isText(at(tag, 'description')))).toEqual([]);
    const used = new Set(operations.flatMap((operation) => Object.values(Object(at(operation, 'tags')))));
    expect(new Set(declared.map((tag) => at(tag, 'name')))).toEqual(used);
  });

  it('describes every parameter, header and response, with an example for each parameter and header', () => {
    for (const kind of ['parameters', 'headers', 'responses', 'securitySchemes'])
      for (const [name, component] of Object.entries(Object(at(document, 'components', kind)))) {
        expect(isText(at(component, 'description')), name).toBe(true);
        if (kind === 'parameters' || kind === 'headers')
          expect(faultOf(at(component, 'schema'), at(component, 'example')), name).toBe('');
      }
  });

  it('describes every schema and every property', () => {
    const described = (schema: unknown): boolean =>
      isText(at(schema, 'description')) || isText(at(dereference(schema), 'description'));
    const all = schemas.flatMap(([name, schema]) => [[name, schema] as const, ...propertiesIn(schema, name)]);
    expect(all.filter(([, schema]) => !described(schema)).map(([place]) => place)).toEqual([]);
  });

  it('has an example, a constant or values of every property, and each example is valid', () => {
    const all = schemas.flatMap(([name, schema]) => [[name, schema] as const, ...propertiesIn(schema, name)]);
    expect(all.filter(([, schema]) => !hasExample(schema)).map(([place]) => place)).toEqual([]);
    for (const [place, schema] of all)
      for (const example of Object.values(Object(at(schema, 'examples'))))
        expect(faultOf(schema, example), place).toBe('');
  });

  it('names every object schema', () => {
    const inline = schemas.flatMap(([name, schema]) =>
      propertiesIn(schema, name).filter(([, inner]) =>
        [inner, at(inner, 'items')].some((candidate) => at(candidate, 'properties') !== undefined),
      ),
    );
    expect(inline.map(([place]) => place)).toEqual([]);
  });

  it('allows further properties only in maps', () => {
    const open = schemas.flatMap(([name, schema]) => [[name, schema] as const, ...propertiesIn(schema, name)]);
    const odd = open.filter(
      ([, schema]) => at(schema, 'properties') !== undefined && at(schema, 'additionalProperties') !== undefined,
    );
    const openOnes = odd.filter(([, schema]) => at(schema, 'additionalProperties') !== false).map(([place]) => place);
    // A client sends a Definition as it read it.
    expect(openOnes).toEqual(['DefinitionRef']);
  });

  /** Unions without a property that tells the branches apart, with the reason. */
  const untagged: Json = {
    EndedImport: 'A dry run has the result, and return=minimal the import: the request decides.',
    ExportResult: 'A proof or the document itself: the query decides.',
  };

  it('has a discriminator in every union of objects', () => {
    const unions = schemas.filter(
      ([, schema]) => at(schema, 'oneOf') !== undefined || at(schema, 'anyOf') !== undefined,
    );
    expect(unions.filter(([, schema]) => at(schema, 'discriminator') === undefined).map(([name]) => name)).toEqual(
      Object.keys(untagged),
    );
    for (const [name, schema] of unions) {
      const mapping = Object.entries(Object(at(schema, 'discriminator', 'mapping')));
      if (name in untagged) continue;
      expect(mapping).toHaveLength(Object.values(Object(at(schema, 'oneOf'))).length);
      for (const [value, reference] of mapping) {
        const branch = dereference({ $ref: reference });
        expect(at(branch, 'properties', String(at(schema, 'discriminator', 'propertyName')), 'const')).toBe(value);
      }
    }
  });
});

describe.each(operations)('$operationId', (operation: unknown) => {
  const responses = Object.entries(Object(at(operation, 'responses')));
  const bodies: readonly (readonly [string, unknown])[] = [
    ['request', at(operation, 'requestBody')],
    ...responses.map(([status, response]) => [status, dereference(response)] as const),
  ];

  it('has a summary, a description and a default error', () => {
    expect(['summary', 'description'].filter((field) => !isText(at(operation, field)))).toEqual([]);
    expect(at(dereference(at(operation, 'responses', 'default')), 'content', 'application/json', 'schema')).toEqual({
      $ref: '#/components/schemas/Error',
    });
  });

  it('states each error as JSON and as problem details, and which authentication it needs', () => {
    for (const [status, body] of bodies.filter(([place]) => place === 'default' || Number(place) >= 400)) {
      const [json, problem] = ['application/json', 'application/problem+json'].map((type) => at(body, 'content', type));
      // The states of the probes are no errors.
      if (at(json, 'schema', '$ref') === '#/components/schemas/Readiness') continue;
      expect(at(problem, 'schema'), status).toEqual({ $ref: '#/components/schemas/Problem' });
    }
    const schemes = Object.values(Object(at(operation, 'security'))).flatMap((one) => Object.keys(Object(one)));
    const declared = Object.keys(Object(at(document, 'components', 'securitySchemes')));
    expect(declared).toEqual(['bearerToken', 'sessionCookie']);
    const needed = at(operation, 'operationId') === 'CreateSession' ? ['bearerToken'] : declared;
    expect(schemes).toEqual(at(operation, 'x-required-role') === 'public' ? [] : needed);
  });

  it('has a schema for each body, and a valid example for each JSON body and each item of a stream', () => {
    for (const [place, body] of bodies)
      for (const [mediaType, content] of Object.entries(Object(at(body, 'content')))) {
        expect(at(content, 'schema'), `${place} ${mediaType}`).toBeDefined();
        if (!/json|form-data|event-stream/.test(mediaType)) continue;
        const example = at(content, 'example') ?? at(dereference(at(content, 'examples', 'example')), 'value');
        expect(example, `${place} ${mediaType}`).toBeDefined();
        expect(faultOf(at(content, 'schema'), example), `${place} ${mediaType}`).toBe('');
      }
  });
});

it.each(apiOperations.filter(({ jsonBody }) => jsonBody !== undefined))(
  'the service accepts the example of the body of $operationId',
  ({ operationId, jsonBody }) => {
    if (jsonBody === undefined) return;
    const name = String(jsonBody.meta()?.['id']);
    const example = at(document, 'components', 'examples', name, 'value');
    expect(parseRequest<unknown>(jsonBody, example, 'body'), operationId).toMatchObject({ ok: true });
  },
);
