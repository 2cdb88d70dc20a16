import type { Json, JsonObject } from '@connectory/json';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSchema, checkSchemaNames, type KnownSchemas } from '../src/index.ts';

type Schemas = Readonly<Record<string, Json>>;

const knownOf = (schemas: Schemas): KnownSchemas => ({
  hasName: (name) => Object.hasOwn(schemas, name),
  schemaOf: (name) => schemas[name],
});

const findings = (schemas: Schemas, name: string): readonly string[] =>
  checkSchema(schemas[name] ?? {}, knownOf(schemas)).map(({ field, message }) => `${field}: ${message}`);

const url = (name: string): string => `https://schemas.test/${name}.json`;

/** Whether a validator compiles a schema, which finds the others at their URLs. */
function compiles(schemas: Schemas, name: string): boolean {
  const ajv = new Ajv2020({ strict: false, logger: false, meta: false, validateSchema: false });
  try {
    for (const [other, schema] of Object.entries(schemas)) ajv.addSchema(schema as JsonObject, url(other));
    return ajv.getSchema(url(name)) !== undefined;
  } catch {
    return false;
  }
}

/** Ajv takes an object with a property `$id` for a schema, and refuses repeated anchors. */
const isForAjv = (schemas: Schemas): boolean => !/"\$id"|"\$anchor".*"\$anchor"/.test(JSON.stringify(schemas));

const keys = fc.constantFrom('a', 'b/c', 'd~e', 'f g', 'h%i', 'ä', '$id', '__proto__', 'properties');
const names = ['One', 'Two', 'Three'] as const;

/** Schemas without references, whose places references can lead to. */
const { plain } = fc.letrec<{ plain: JsonObject }>((tie) => ({
  plain: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<JsonObject>({}, { type: 'string' }, { enum: [{ a: 1 }, 'x'] }, { $anchor: 'here' }),
    fc.record({ properties: fc.dictionary(keys, tie('plain'), { minKeys: 1, maxKeys: 3 }) }),
    fc.record({ $defs: fc.dictionary(keys, tie('plain'), { minKeys: 1, maxKeys: 2 }) }),
    fc.record({ items: tie('plain') }),
    fc.record({ allOf: fc.array(tie('plain'), { minLength: 1, maxLength: 2 }) }),
  ),
}));

interface Target {
  readonly tokens: readonly string[];
  readonly isSchema: boolean;
}

/** All places of a value, as they are on the wire. */
function placesOf(value: Json, tokens: readonly string[] = []): readonly Target[] {
  const isSchema = typeof value === 'boolean' || (typeof value === 'object' && value !== null && !Array.isArray(value));
  const children =
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, child]) => placesOf(child, [...tokens, key]))
      : [];
  return [{ tokens, isSchema }, ...children];
}

const fragmentOf = (tokens: readonly string[]): string =>
  tokens.map((token) => `/${encodeURIComponent(token.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');

const version = fc.record(Object.fromEntries(names.map((name) => [name, plain])));
const holders = fc.constantFrom<(reference: Json) => JsonObject>(
  (reference) => ({ allOf: [reference] }),
  (reference) => ({ properties: { 'b/c': reference, enum: reference } }),
  (reference) => ({ items: { additionalProperties: reference } }),
);

describe('references of a schema', () => {
  it('to places of other definitions have no finding while each leads to a schema, and then compile', () => {
    fc.assert(
      fc.property(version, fc.constantFrom(...names), holders, fc.nat(), (schemas, name, hold, pick) => {
        const places = placesOf(schemas[name] ?? {}).filter(({ isSchema }) => isSchema);
        const $ref = `${name}.json#${fragmentOf(places[pick % places.length]?.tokens ?? [])}`;
        const all = { ...schemas, User: hold({ $ref }) };
        expect(findings(all, 'User'), $ref).toEqual([]);
        if (isForAjv(schemas)) expect(compiles(all, 'User'), $ref).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('to a place that a definition does not have, or that is no schema, have a finding with their place', () => {
    fc.assert(
      fc.property(
        version,
        fc.constantFrom(...names),
        holders,
        fc.nat(),
        fc.boolean(),
        (schemas, name, hold, pick, isGone) => {
          const places = placesOf(schemas[name] ?? {}).filter(({ isSchema }) => isSchema === isGone);
          const tokens = places[pick % places.length]?.tokens;
          fc.pre(tokens !== undefined);
          const $ref = `${name}.json#${fragmentOf([...tokens, ...(isGone ? ['gone'] : [])])}`;
          const all: Schemas = { ...schemas, User: hold({ $ref }) };
          const [found, ...more] = checkSchema(all['User'] ?? {}, knownOf(all));
          expect(more.length).toBe(JSON.stringify(all['User']).split('"$ref"').length - 2);
          expect(found).toMatchObject({
            severity: 'error',
            message: `The reference ${JSON.stringify($ref)} leads nowhere.`,
          });
          expect(found?.field).toMatch(/^\/schema\/.*\/\$ref$/);
          expect(checkSchemaNames(all['User'] ?? {}, knownOf(all))[0]).toEqual(found);
          if (isGone) expect(compiles(all, 'User'), $ref).toBe(false);
        },
      ),
      { numRuns: 150 },
    );
  });

  it.each<[Json, readonly string[]]>([
    [{ $id: 'https://example.com/a', $ref: '#/$defs/x', $defs: { x: {} } }, []],
    [{ $id: 'https://example.com/a', $ref: '#/$defs/y', $defs: { x: {} } }, ['/schema/$ref']],
    [{ $ref: 'b', $defs: { x: { $id: 'b', $ref: '#/$defs/y', $defs: { y: {} } } } }, []],
    [
      { $ref: 'c', $defs: { x: { $id: 'b', $ref: '#/$defs/z', $defs: { y: {} } } } },
      ['/schema/$ref', '/schema/$defs/x/$ref'],
    ],
    [{ $id: 'urn:example:a', $ref: '#here', $defs: { x: { $anchor: 'here' } } }, []],
    [{ $id: 'https://example.com/a', $ref: 'One.json' }, ['/schema/$ref']],
    [{ $ref: 'https://json-schema.org/draft/2020-12/schema' }, []],
    [{ $ref: 'https://example.com/schema' }, ['/schema/$ref']],
    [{ $ref: 'One' }, ['/schema/$ref']],
    [{ $ref: 'https://[' }, ['/schema/$ref']],
    [
      { const: { $ref: 'gone.json' }, properties: { $ref: {}, default: { $ref: 'One.json#gone' } } },
      ['/schema/properties/default/$ref'],
    ],
    [{ $dynamicRef: 'One.json#dynamic' }, []],
    [{ $ref: 'One.json#/%F0' }, ['/schema/$ref']],
    [{ allOf: [{ $ref: 'Gone.json' }, { $ref: 'Gone.json#/a' }] }, ['/schema/allOf/0/$ref', '/schema/allOf/1/$ref']],
    [{ $defs: { a: { $anchor: 'x' }, b: { $anchor: 'x' } } }, ['/schema/$defs/b/$anchor']],
    [{ $defs: { a: { $id: 'x' }, b: { $id: 'x' } } }, ['/schema/$defs/b/$id']],
    [
      { discriminator: { propertyName: 'p', mapping: { a: 'One.json', b: 'two', c: 'Gone.json' } } },
      ['/schema/discriminator/mapping/c'],
    ],
  ])('are found where they stand: %j', (schema, fields) => {
    const known = knownOf({ One: { $defs: { a: { $dynamicAnchor: 'dynamic' } } } });
    expect(checkSchema(schema, known).map(({ field }) => field)).toEqual(fields);
  });
});
