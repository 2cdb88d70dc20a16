import { describe, expect, test } from 'vitest';
import { allDiffRules, type DiffEntry, diffVersions, parseVersionContent } from '../src/index.ts';
import { bodyOf, contentOf, documentOf, done, referenceTo } from './content-of.ts';
import { extrasPairs } from './extras-pairs.ts';
import { operationPairs } from './operation-pairs.ts';
import { schemaPairs } from './schema-pairs.ts';

type Root = Parameters<typeof contentOf>[0];
type Uses = 'sent' | 'received' | 'both' | 'none';

/** A document that uses a schema on the given sides. */
function using(schema: object | boolean, uses: Uses): Root {
  const operation: { [key: string]: Root } = { operationId: 'use', responses: done };
  if (uses === 'sent' || uses === 'both') operation['requestBody'] = { ...bodyOf(referenceTo('It')), required: true };
  if (uses === 'received' || uses === 'both') operation['responses'] = { '200': bodyOf(referenceTo('It')) };
  const schemas: { [name: string]: Root } = { It: JSON.parse(JSON.stringify(schema)) };
  return documentOf({ paths: { '/it': { post: operation } }, schemas });
}

function told(entries: readonly DiffEntry[]): readonly string[] {
  return entries.flatMap(({ kind, name, changes }) =>
    changes.map((change) => `${kind} ${name}${change.at}: ${change.code} ${change.class}`),
  );
}

const tested = new Set<string>();

function diff(before: Root, after: Root): readonly string[] {
  const { entries } = diffVersions(contentOf(before), contentOf(after));
  for (const { changes } of entries) for (const { code } of changes) tested.add(code);
  return told(entries);
}

describe('one change of a schema', () => {
  test.each(schemaPairs)('$change: $code, $sent where values are sent', ({ before, after, code, at, ...classes }) => {
    expect(diff(using(before, 'sent'), using(after, 'sent'))).toEqual([`definition It${at}: ${code} ${classes.sent}`]);
  });

  test.each(schemaPairs)(
    '$change: $code, $received where values are received',
    ({ before, after, code, at, ...classes }) => {
      const changes = diff(using(before, 'received'), using(after, 'received'));
      expect(changes).toEqual([`definition It${at}: ${code} ${classes.received}`]);
    },
  );

  test.each(schemaPairs)(
    '$change: the worse class where values are sent and received',
    ({ before, after, code, at, ...classes }) => {
      const order = ['breaking', 'non-breaking', 'annotation'];
      const worse = order.find((it) => it === classes.sent || it === classes.received);
      expect(diff(using(before, 'both'), using(after, 'both'))).toEqual([`definition It${at}: ${code} ${worse}`]);
    },
  );

  test.each(schemaPairs)(
    '$change: not breaking when no operation uses the schema',
    ({ before, after, code, at, sent }) => {
      const expected = sent === 'annotation' ? 'annotation' : 'non-breaking';
      expect(diff(using(before, 'none'), using(after, 'none'))).toEqual([`definition It${at}: ${code} ${expected}`]);
    },
  );
});

describe('one change of an action or trigger', () => {
  test.each(operationPairs)('$change: $expected', ({ before, after, expected }) => {
    expect(diff(documentOf(before), documentOf(after))).toEqual(expected);
  });
});

describe('one change of extras', () => {
  test.each(extrasPairs)('$change: $expected', ({ before, after, expected }) => {
    expect(diff(documentOf(before), documentOf(after))).toEqual(expected);
  });

  test('a version without extras, as they were before, has one change of all', () => {
    const document = documentOf({ info: { contact: { name: 'One' } } });
    const { extras: _, ...old } = contentOf(document);
    expect(told(diffVersions(old, contentOf(document)).entries)).toEqual([
      'version extras/extras: EXTRAS_CHANGED annotation',
    ]);
    expect(diffVersions(old, old).entries).toEqual([]);
  });

  test('equal extras are not parsed', () => {
    const content = { ...contentOf(documentOf({})), extras: 'not JSON' };
    expect(diffVersions(content, content).entries).toEqual([]);
  });
});

test('a parameter type is compared when no schema is kept', () => {
  const actionWith = (type: string) =>
    JSON.stringify({
      name: 'use',
      method: 'GET',
      path: '/',
      parameters: [{ name: 'q', in: 'query', type }],
      responses: [],
    });
  const [before, after] = ['integer', 'boolean'].map((type) =>
    parseVersionContent({ actions: [{ body: actionWith(type), template: '/' }], triggers: [], definitions: [] }),
  );
  if (before === undefined || after === undefined) throw new Error('no content');
  const { entries } = diffVersions(before, after);
  for (const { changes } of entries) for (const { code } of changes) tested.add(code);
  expect(told(entries)).toEqual(['action use/parameters/query/q/type: PARAMETER_TYPE_CHANGED breaking']);
});

test('every rule has a pair', () => {
  const codes = allDiffRules.flatMap(({ rules }) => rules.map(({ code }) => code));
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.filter((code) => !tested.has(code))).toEqual([]);
});
