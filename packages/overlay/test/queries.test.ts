import { readFileSync } from 'node:fs';
import type { Json } from '@connectory/json';
import { describe, expect, it } from 'vitest';
import { OverlayFaultError } from '../src/faults/overlay-fault.ts';
import { StepBudget } from '../src/faults/step-budget.ts';
import { QueryEvaluator } from '../src/query/evaluate-query.ts';
import { pathOf } from '../src/query/found-node.ts';
import { parseQuery } from '../src/query/parse-query.ts';

interface ComplianceCase {
  readonly name: string;
  readonly selector: string;
  readonly document?: Json;
  readonly result?: readonly Json[];
  readonly results?: readonly (readonly Json[])[];
  readonly invalid_selector?: boolean;
}

/** The JSONPath compliance test suite, which the parser's package brings along. */
const suite = new URL(
  'src/__tests__/jsonpath-compliance-test-suite/cts.json',
  new URL('../../../node_modules/jsonpath-rfc9535/', import.meta.url),
);
const { tests }: { tests: readonly ComplianceCase[] } = JSON.parse(readFileSync(suite, 'utf8'));

function find(root: Json, text: string, budget = new StepBudget()) {
  const parsed = parseQuery(text);
  if (!parsed.ok) throw new Error(parsed.problem);
  return new QueryEvaluator(root, budget).find(parsed.query);
}

describe('queries', () => {
  it('follow the compliance test suite of RFC 9535', () => {
    expect(tests.length).toBeGreaterThan(600);
    const failed = tests.filter(({ selector, document = null, result, results, invalid_selector }) => {
      if (invalid_selector === true) return parseQuery(selector).ok;
      const found = JSON.stringify(find(document, selector).map((node) => node.value));
      return ![...(results ?? []), ...(result === undefined ? [] : [result])].some(
        (each) => JSON.stringify(each) === found,
      );
    });
    expect(failed.map(({ name }) => name)).toEqual([]);
  });

  it.each([
    ["$.l[?@[0] == 'a']", [['a', 'b']]],
    ["$.l[?@[-1] == 'd']", [['c', 'd']]],
    ['$.l[?@[1] == $.l[1][1]]', [['c', 'd']]],
    ["$.l[?@['0'] == 'a']", []],
    ['$.m[?@[0].x == 1]', [[{ x: 1 }]]],
    ["$.m[?@[0]['x'] == 2]", [[{ x: 2 }]]],
  ])('compare items of lists by their index: %s', (text, expected) => {
    const root = {
      l: [
        ['a', 'b'],
        ['c', 'd'],
      ],
      m: [[{ x: 1 }], [{ x: 2 }]],
    };
    expect(find(root, text).map((node) => node.value)).toEqual(expected);
    expect(parseQuery('$[?@[9007199254740992] == 1]')).toMatchObject({ ok: false });
  });

  it('give paths that lead to the found values, whatever their keys', () => {
    const root: Json = JSON.parse('{"__proto__":{"a\'/~b":[{"":1}]},"constructor":[2]}');
    for (const node of find(root, '$..*')) {
      const reached = pathOf(node).reduce<unknown>((value, token) => Reflect.get(Object(value), token), root);
      expect(reached).toBe(node.value);
    }
    expect(find({}, '$.__proto__')).toEqual([]);
    expect(find({}, "$['constructor']")).toEqual([]);
  });

  it.each([
    ['filters within filters', '$..[?@..[?@..[?@..a]]]'],
    ['repeated descendants', '$..*..*..*..*..*..*'],
    ['many selectors', `$${'[*,*,*,*,*,*,*,*]'.repeat(12)}`],
    ['comparisons of large values', '$..[?$.x == $.y]..[?$.x == $.y]..[?$.x == $.y]'],
  ])('end at the limit of steps: %s', (_name, text) => {
    let tree: Json = { a: 1 };
    for (let level = 0; level < 40; level += 1) tree = { a: tree, b: [level, tree === null] };
    const budget = new StepBudget(2_000_000);
    expect(() => find({ x: tree, y: structuredClone(tree), z: [tree] }, text, budget)).toThrow(OverlayFaultError);
  });

  it('match hostile regular expressions in linear time', () => {
    const root = { items: [{ name: `${'a'.repeat(10_000)}!` }] };
    for (const pattern of ['(a*)*b', '(a|a)*b', '(a+)+$', '((a{1,100}){1,10})*c'])
      expect(find(root, `$.items[?match(@.name, '${pattern}')]`)).toEqual([]);
    expect(find(root, "$.items[?search(@.name, 'a!')]")).toHaveLength(1);
  });

  it('are refused when they are too long or nest too deep', () => {
    expect(parseQuery(`$${'.a'.repeat(3_000)}`)).toMatchObject({ ok: false });
    expect(parseQuery(`$${'[?@'.repeat(60)}${']'.repeat(60)}`)).toMatchObject({ ok: false });
  });
});
