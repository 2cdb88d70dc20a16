import fc from 'fast-check';
import type { JsonObject } from '@connectory/json';
import type { Json } from '../src/index.ts';

export const versions = ['2.0', '3.0.3', '3.1.0', '3.2.0'] as const;
type Version = (typeof versions)[number];

const names = ['Pet', 'Owner', 'zoo.Cat', 'Tag', 'Ids'];
const properties = ['id', 'name', 'pin', 'tag'];

/** Documents of a version whose component schemas use what its dialect has, and reference each other. */
export function schemaDocument(version: Version): fc.Arbitrary<JsonObject> {
  const home = version === '2.0' ? '#/definitions' : '#/components/schemas';
  const schemas = fc.record(Object.fromEntries(names.map((name, index) => [name, schemaOf(version, home, index)])));
  return schemas.map((components) => {
    const facts = { info: { title: 'A', version: '1' }, paths: {} };
    return version === '2.0'
      ? { swagger: '2.0', ...facts, definitions: components }
      : { openapi: version, ...facts, components: { schemas: components } };
  });
}

/** @param index of the schema. It references only schemas that come after it, so that instances stay small. */
function schemaOf(version: Version, home: string, index: number): fc.Arbitrary<Json> {
  const isOld = version === '2.0' || version === '3.0.3';
  const referenceTo = (list: readonly string[]): fc.Arbitrary<Json> =>
    fc.constantFrom(...list).map((name): Json => ({ $ref: `${home}/${name}` }));
  const following = names.slice(index + 1);
  const reference = following.length === 0 ? fc.constant<Json>({ type: 'boolean' }) : referenceTo(following);
  const described = reference.map((value): Json => Object.assign({ description: 'one' }, value));
  const limited = reference.map((value): Json => Object.assign({ minProperties: 1, maxLength: 3 }, value));
  const leaf = fc
    .tuple(isOld ? oldLeaf : newLeaf, marks(version))
    .map(([schema, marked]) => ({ ...schema, ...marked }));
  const part = following.length === 0 ? leaf : referenceTo(following);
  const { schema } = fc.letrec<{ schema: Json; object: Json; member: Json }>((tie) => ({
    member: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { weight: 4, arbitrary: leaf },
      { weight: 3, arbitrary: fc.oneof(reference, described, limited) },
      { weight: 2, arbitrary: tie('object') },
      { weight: 1, arbitrary: tie('member').map((items): Json => ({ type: 'array', items })) },
    ),
    object: fc
      .record(
        {
          type: fc.constant('object'),
          properties: fc.dictionary(fc.constantFrom(...properties), tie('member'), { maxKeys: 3 }),
          required: fc.uniqueArray(fc.constantFrom(...properties), { minLength: 1, maxLength: 3 }),
          additionalProperties: tie('member'),
        },
        { requiredKeys: [] },
      )
      .map((value): Json => value),
    schema: fc.oneof(
      { weight: 2, arbitrary: leaf },
      { weight: 1, arbitrary: part },
      { weight: 6, arbitrary: tie('object') },
      { weight: 4, arbitrary: branches(tie('object'), fc.oneof(part, tie('object')), 'allOf') },
      { weight: 1, arbitrary: branches(tie('object'), fc.oneof(part, leaf), 'anyOf') },
    ),
  }));
  return schema;
}

function branches(holder: fc.Arbitrary<Json>, branch: fc.Arbitrary<Json>, keyword: string): fc.Arbitrary<Json> {
  return fc
    .tuple(holder, fc.array(branch, { minLength: 1, maxLength: 3 }))
    .map(([value, list]): Json => Object.assign({}, value, { [keyword]: list }));
}

/** What says that a property travels in one direction, or that it may be null. */
function marks(version: Version): fc.Arbitrary<JsonObject> {
  const nullable: JsonObject = version === '2.0' ? { 'x-nullable': true } : { nullable: true };
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant<JsonObject>({}) },
    { weight: 6, arbitrary: fc.constantFrom<JsonObject>({ readOnly: true }, { writeOnly: true }, nullable) },
    { weight: 1, arbitrary: fc.constant<JsonObject>({ ...nullable, readOnly: true, writeOnly: true }) },
  );
}

const oldLeaf = fc.constantFrom<JsonObject>(
  { type: 'string', maxLength: 3 },
  { type: 'string', enum: ['a', 'b'] },
  { type: 'string', pattern: '^\\-?a' },
  { type: 'integer', minimum: 1, exclusiveMinimum: true, maximum: 9, exclusiveMaximum: false },
  { type: 'number', exclusiveMaximum: true, maximum: 0, multipleOf: 0.5 },
  { type: 'boolean' },
  { enum: [1, 'a', null] },
  { type: 'array', items: { type: 'string' }, maxItems: 2, uniqueItems: true },
  { not: { type: 'integer' } },
  {},
);

const newLeaf = fc.constantFrom<JsonObject>(
  { type: ['string', 'null'], maxLength: 3 },
  { type: ['integer', 'boolean'] },
  { const: 'a' },
  { type: 'string', enum: ['a', 'b'], default: 'a' },
  { type: 'integer', exclusiveMinimum: 1, maximum: 9 },
  { type: 'array', prefixItems: [{ type: 'string' }], items: { type: 'integer' } },
  { type: 'array', contains: { type: 'integer' }, minContains: 1 },
  { type: 'object', dependentRequired: { id: ['name'] } },
  { if: { type: 'string' }, else: { type: 'integer' } },
  { not: { type: 'integer' } },
  {},
);
