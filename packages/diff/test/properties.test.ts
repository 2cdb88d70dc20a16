import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { type DiffEntry, diffVersions, type VersionDiff } from '../src/index.ts';
import { bodyOf, contentOf, documentOf, referenceTo } from './content-of.ts';

type Root = Parameters<typeof contentOf>[0];

const names = ['Pet', 'Tag', 'Owner', 'Error', 'Page'];

const schema: fc.Arbitrary<Root> = fc.letrec<{ schema: Root }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Root[]>(
      { type: 'string' },
      { type: 'integer', maximum: 3 },
      { enum: ['a', 'b'] },
      { type: ['string', 'null'] },
      {},
    ),
    fc.constantFrom(...names).map((name): Root => referenceTo(name)),
    tie('schema').map((items): Root => ({ type: 'array', items })),
    fc
      .tuple(
        fc.dictionary(fc.constantFrom('id', 'name', 'tags', '__proto__'), tie('schema')),
        fc.subarray(['id', 'name']),
      )
      .map(([properties, required]): Root => ({ type: 'object', properties, required })),
    fc.array(tie('schema'), { minLength: 1, maxLength: 3 }).map((oneOf): Root => ({ oneOf })),
    tie('schema').map((not): Root => ({ not })),
  ),
})).schema;

const operation = fc
  .tuple(schema, schema, fc.boolean(), fc.option(fc.constantFrom('read', 'write', 'list')), fc.boolean())
  .map(
    ([request, response, required, operationId, deprecated]): Root => ({
      ...(operationId === null ? {} : { operationId }),
      deprecated,
      parameters: [{ name: 'q', in: 'query', required, schema: request }],
      requestBody: { ...bodyOf(request), required },
      responses: { '200': bodyOf(response) },
    }),
  );

const item = fc.dictionary(fc.constantFrom('get', 'post', 'put'), operation);

const documents: fc.Arbitrary<Root> = fc
  .record({
    paths: fc.dictionary(fc.constantFrom('/pets', '/pets/{id}', '/pets/{petId}', '/tags'), item),
    webhooks: fc.dictionary(fc.constantFrom('sold', 'bought'), item),
    schemas: fc.dictionary(fc.constantFrom(...names), schema),
  })
  .map((parts): Root => documentOf(parts));

/** Documents are slow to generate and import: fewer runs, and a long timeout. */
const runs = { numRuns: 50 };
vi.setConfig({ testTimeout: 60_000 });

const diff = (before: Root, after: Root): VersionDiff => diffVersions(contentOf(before), contentOf(after));
const keysOf = (entries: readonly DiffEntry[], change: DiffEntry['change']): readonly string[] =>
  entries
    .filter((entry) => entry.change === change)
    .map(({ kind, name }) => `${kind} ${name}`)
    .sort();

describe('for any documents', () => {
  test('a version has no changes against itself', () => {
    fc.assert(
      fc.property(documents, (document) => {
        expect(diff(document, document).entries).toEqual([]);
      }),
      runs,
    );
  });

  test('swapping the versions swaps added and removed, and keeps changed', () => {
    fc.assert(
      fc.property(documents, documents, (before, after) => {
        const [there, back] = [diff(before, after).entries, diff(after, before).entries];
        expect(keysOf(back, 'removed')).toEqual(keysOf(there, 'added'));
        expect(keysOf(back, 'added')).toEqual(keysOf(there, 'removed'));
        expect(
          back
            .filter(({ change }) => change === 'changed')
            .map(({ kind, was, name }) => `${kind} ${was ?? name}`)
            .sort(),
        ).toEqual(keysOf(there, 'changed'));
      }),
      runs,
    );
  });

  test('the diff is the same each time, byte for byte, and its counts add up', () => {
    fc.assert(
      fc.property(documents, documents, (before, after) => {
        const { entries, summary, rules } = diff(before, after);
        expect(JSON.stringify(diff(before, after))).toBe(JSON.stringify({ summary, rules, entries }));
        const changes = entries.flatMap((entry) => entry.changes);
        expect(summary.breaking + summary.nonBreaking + summary.annotation).toBe(changes.length);
        for (const rule of rules)
          expect(changes.filter((each) => each.code === rule.code && each.class === rule.class)).toHaveLength(
            rule.changes,
          );
        expect(rules.reduce((sum, rule) => sum + rule.changes, 0)).toBe(changes.length);
        expect(entries.every((entry) => entry.changes.length > 0)).toBe(true);
      }),
      runs,
    );
  });

  test('touches lists the operations that reach the definition', () => {
    fc.assert(
      fc.property(documents, documents, (before, after) => {
        for (const { change, touches, sides } of diff(before, after).entries) {
          if (touches === undefined || change !== 'changed') continue;
          expect(touches.complete).toBe(true);
          expect(touches.actions.length + touches.triggers.length > 0).toBe((sides ?? []).length > 0);
        }
      }),
      runs,
    );
  });
});

describe('touches of a changed definition', () => {
  test('includes operations that reach it through other definitions and cycles', () => {
    const chain = (last: Root): Root =>
      documentOf({
        paths: {
          '/direct': { get: { operationId: 'direct', responses: { '200': bodyOf(referenceTo('Last')) } } },
          '/far': { get: { operationId: 'far', responses: { '200': bodyOf(referenceTo('First')) } } },
          '/none': { get: { operationId: 'none', responses: { '200': bodyOf({ type: 'string' }) } } },
          '/query': {
            get: {
              operationId: 'query',
              parameters: [{ name: 'q', in: 'query', schema: referenceTo('Middle') }],
              responses: {},
            },
          },
        },
        webhooks: {
          sold: { post: { operationId: 'sold', requestBody: bodyOf(referenceTo('Middle')), responses: {} } },
        },
        schemas: {
          First: { properties: { next: referenceTo('Middle') } },
          Middle: { properties: { next: referenceTo('Last'), back: referenceTo('First') } },
          Last: last,
        },
      });
    const { entries } = diff(chain({ type: 'string' }), chain({ type: 'number' }));
    expect(entries).toMatchObject([
      {
        name: 'Last',
        sides: ['sent', 'received'],
        touches: { actions: ['direct', 'far', 'query'], triggers: ['sold'], complete: true },
      },
    ]);
  });
});

describe('a large version', () => {
  const count = 20_000;
  const large = (last: Root): Root => {
    const schemas = Object.fromEntries(
      Array.from({ length: count }, (_, index): [string, Root] => [
        `S${index}`,
        index === count - 1 ? last : { properties: { next: referenceTo(`S${index + 1}`) } },
      ]),
    );
    return documentOf({
      paths: { '/all': { get: { operationId: 'all', responses: { '200': bodyOf(referenceTo('S0')) } } } },
      schemas,
    });
  };

  test('with a chain of 20,000 definitions is compared', () => {
    const { entries } = diff(large({ type: 'string' }), large({ type: 'number' }));
    expect(entries).toMatchObject([{ name: `S${count - 1}`, class: 'breaking', changes: [{ code: 'TYPE_CHANGED' }] }]);
  });

  test('with a union of 20,000 other branches is compared', () => {
    const union = (offset: number): Root =>
      documentOf({
        schemas: { Any: { oneOf: Array.from({ length: count }, (_, index): Root => ({ const: index + offset })) } },
      });
    const { entries } = diff(union(0), union(1));
    expect(entries).toMatchObject([{ name: 'Any' }]);
    expect(entries[0]?.changes).toHaveLength(2);
  });

  test('in which all definitions reach each other is compared, and long lists are cut off', () => {
    const dense = (type: string): Root => {
      const schemas = Object.fromEntries(
        Array.from({ length: 3_000 }, (_, index): [string, Root] => [
          `S${index}`,
          { properties: { a: { type }, next: referenceTo(`S${(index + 1) % 3_000}`) } },
        ]),
      );
      const paths = Object.fromEntries(
        Object.keys(schemas).map((name): [string, Root] => [
          `/${name}`,
          { get: { operationId: name, responses: { '200': bodyOf(referenceTo(name)) } } },
        ]),
      );
      return documentOf({ paths, schemas });
    };
    const { entries } = diff(dense('string'), dense('integer'));
    expect(entries).toHaveLength(3_000);
    expect(entries[0]?.touches).toMatchObject({ complete: true });
    expect(entries[0]?.touches?.actions).toHaveLength(3_000);
    expect(entries.at(-1)?.touches).toMatchObject({ complete: false });
  });

  test('with a chain of 2,000 definitions that are all renamed and changed is compared', () => {
    const chain = (prefix: string): Root =>
      documentOf({
        schemas: Object.fromEntries(
          Array.from({ length: 2_000 }, (_, index): [string, Root] => [
            `${prefix}${index}`,
            { title: prefix, properties: { next: referenceTo(`${prefix}${index + 1}`) } },
          ]),
        ),
      });
    expect(diff(chain('A'), chain('B')).summary.definitions).toMatchObject({ added: 2_000, removed: 2_000 });
  });
});
