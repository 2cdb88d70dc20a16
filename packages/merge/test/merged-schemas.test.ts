import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonObject } from '@connectory/json';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combineSchemas } from '../src/schemas/combine-schemas.ts';
import { type DefinitionForm, type EntityLists, mergeVersion, type OperationForm } from '../src/index.ts';

const none: EntityLists<OperationForm> = { edits: [], order: [], imported: [] };
const accept = { base: () => [], ours: () => [], theirs: () => [] };

function mergeSchemas(base: Json, ours: Json, theirs: Json) {
  const form = (schema: Json): DefinitionForm => ({ name: 'Pet', accept: ['application/json'], schema });
  const { entities, outcomes } = mergeVersion({
    actions: none,
    triggers: none,
    definitions: {
      edits: [{ id: 'd', state: 'edited', base: form(base), ours: form(ours) }],
      order: ['d'],
      imported: [{ id: 'd', name: 'Pet', form: () => form(theirs) }],
    },
    accept,
  }).definitions;
  const schema = (entities[0]?.form ?? form(theirs)).schema;
  return { schema, conflicts: outcomes[0]?.conflicts.map(({ place }) => place) ?? [] };
}

/** Whether a validator compiles a schema, which finds the definition `Other` beside it. */
function compiles(schema: Json): boolean {
  const ajv = new Ajv2020({ strict: false, logger: false, meta: false, validateSchema: false, addUsedSchema: false });
  try {
    ajv.addSchema({ title: 'other' }, 'https://schemas.test/Other.json');
    ajv.addSchema(schema as JsonObject, 'https://schemas.test/Pet.json');
    return ajv.getSchema('https://schemas.test/Pet.json') !== undefined;
  } catch {
    return false;
  }
}

const references = [
  '#',
  '#/dependentSchemas/a',
  '#/dependentSchemas/b/properties/c',
  '#here',
  '#there',
  'one',
  'one#here',
  'one#/properties/c',
  'https://vendor.test/two',
  'Other.json',
];
/** The validator ignores anchors and relative URLs of the whole schema. */
const ofRoot: readonly JsonObject[] = [
  ...references.map(($ref) => ({ $ref })),
  { $id: 'https://vendor.test/two' },
  { const: { $ref: '#gone' } },
  { default: { $ref: '#/gone' }, 'x-vendor': { $ref: 'gone' } },
];
const leaves: readonly JsonObject[] = [
  ...ofRoot,
  { $anchor: 'here' },
  { $anchor: 'there' },
  { $dynamicAnchor: 'here' },
  { $id: 'one' },
  { $id: 'one', properties: { c: { $anchor: 'here', title: 'inner' } } },
  { properties: { c: { title: 'inner' } } },
];

/** Places of a schema. Each has a title of its own: validators accept an identifier twice if both schemas are equal. */
const slots = [
  'root',
  'dependentSchemas/a',
  'dependentSchemas/b',
  'properties/a',
  'properties/b',
  'properties/$ref',
] as const;
type Picks = Readonly<Record<string, number | undefined>>;

function build(picks: Picks): JsonObject {
  const leafOf = (slot: string): JsonObject | undefined => {
    const pick = picks[slot];
    return pick === undefined ? undefined : { ...leaves[pick], title: slot };
  };
  const membersOf = (keyword: string): JsonObject =>
    Object.fromEntries(
      slots.flatMap((slot) => {
        const [owner, name = ''] = slot.split('/');
        const leaf = owner === keyword ? leafOf(slot) : undefined;
        return leaf === undefined ? [] : [[name, leaf]];
      }),
    );
  return {
    ...leafOf('root'),
    dependentSchemas: membersOf('dependentSchemas'),
    properties: membersOf('properties'),
  };
}

const pickOf = (slot: string) =>
  fc.option(fc.nat({ max: (slot === 'root' ? ofRoot : leaves).length - 1 }), { nil: undefined });
const picksOfBase = fc.record(Object.fromEntries(slots.map((slot) => [slot, pickOf(slot)])));
const change = fc.constantFrom(...slots).chain((slot) => fc.record({ [slot]: pickOf(slot) }));
const states = fc
  .tuple(picksOfBase, change, change)
  .map(([before, ours, theirs]) => [before, { ...before, ...ours }, { ...before, ...theirs }].map(build));

describe('a merged schema', () => {
  it('compiles when both sides do, and is that of the user as a whole only if it would not', () => {
    const seen = { merged: 0, whole: 0 };
    fc.assert(
      fc.property(states, ([before = {}, ours = {}, theirs = {}]) => {
        const { schema, conflicts } = mergeSchemas(before, ours, theirs);
        const isSide = [ours, theirs].some((side) => isDeepStrictEqual(side, schema));
        if (conflicts.includes('/schema')) {
          seen.whole += 1;
          expect(schema).toEqual(ours);
          const byKeyword = combineSchemas({ same: isDeepStrictEqual, conflicts: [], accept }, '', {
            base: before,
            ours,
            theirs,
          });
          expect(compiles(byKeyword?.value ?? {})).toBe(false);
        } else if (!isSide) {
          seen.merged += 1;
          expect(compiles(schema) || !(compiles(ours) && compiles(theirs))).toBe(true);
        }
      }),
      { numRuns: 250, seed: 20261127 },
    );
    expect(seen.merged).toBeGreaterThan(50);
    expect(seen.whole).toBeGreaterThan(2);
  });

  it.each<[string, Json, Json, Json]>([
    [
      'an anchor that the document removed',
      { $defs: { a: { $anchor: 'here' } } },
      { $defs: { a: { $anchor: 'here' } }, not: { $ref: '#here' } },
      { $defs: { a: {} } },
    ],
    [
      'a URL that the document removed',
      { $defs: { a: { $id: 'one' } } },
      { $defs: { a: { $id: 'one' } }, not: { $ref: 'one' } },
      { $defs: {} },
    ],
    [
      'a definition, from within a schema with another base URL',
      { properties: { a: {} } },
      { properties: { a: { not: { $ref: 'Other.json' } } } },
      { properties: { a: {} }, $id: 'https://vendor.test/two' },
    ],
    [
      'an anchor that the document gave to another schema too',
      { $defs: { a: {}, b: {} } },
      { $defs: { a: { $anchor: 'here' }, b: {} } },
      { $defs: { a: {}, b: { $anchor: 'here', title: 'b' } } },
    ],
  ])('is that of the user if it refers to %s', (_what, base, ours, theirs) => {
    expect(mergeSchemas(base, ours, theirs)).toEqual({ schema: ours, conflicts: ['/schema'] });
  });

  it.each<[string, Json]>([
    ['data', { const: { $ref: '#/$defs/gone' }, default: { $ref: '#gone' }, enum: [{ $ref: '#/gone' }] }],
    ['an extension', { 'x-a': { $ref: '#/$defs/gone' } }],
    ['a property of that name', { properties: { $ref: { const: '#gone' } } }],
    ['a schema with a URL', { $defs: { a: { $id: 'one', $ref: '#/$defs/b', $defs: { b: {} } } } }],
    ['another definition', { $ref: 'Other.json#/properties/gone' }],
    ['the meta-schema', { $ref: 'https://json-schema.org/draft/2020-12/schema' }],
  ])('may have a reference that looks as if it led nowhere: in %s', (_what, own) => {
    const ours = { ...(own as JsonObject), title: 'a' };
    const theirs = { description: 'b' };
    expect(mergeSchemas({}, ours, theirs)).toEqual({ schema: { ...theirs, ...ours }, conflicts: [] });
  });

  it('may keep a reference without target that a side has, and no other', () => {
    const gone = { not: { $ref: '#gone' } };
    const base = { $defs: { a: { $anchor: 'here' } }, ...gone };
    expect(mergeSchemas(base, { ...base, title: 'a' }, { ...base, description: 'b' }).conflicts).toEqual([]);
    const theirs = { $defs: { a: {} }, ...gone };
    expect(mergeSchemas(base, { ...base, items: { $ref: '#here' } }, theirs).conflicts).toEqual(['/schema']);
  });
});
