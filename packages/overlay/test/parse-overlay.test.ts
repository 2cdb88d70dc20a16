import type { Json } from '@connectory/json';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { parseOverlay } from '../src/index.ts';

const head = "overlay: 1.1.0\ninfo: {title: T, version: '1'}\n";

function problemsOf(text: string): readonly string[] {
  const parsed = parseOverlay(load(text) as Json);
  return parsed.ok ? [] : parsed.problems.map(({ pointer, problem }) => `${pointer} ${problem}`);
}

describe('an overlay document', () => {
  it.each([
    [
      '1.0',
      "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nextends: ./api.yaml\nactions: [{target: $.a, update: {}, x-note: 1}]",
    ],
    ['1.1, with every member', `${head}x-a: 1\nactions: [{target: $.a, description: D, remove: false, copy: $.b}]`],
    ['an action without a modifier', `${head}actions: [{target: $.a}]`],
    ['an update to null', `${head}actions: [{target: $.a.b, update: null}]`],
  ])('of version %s is accepted', (_name, text) => {
    expect(problemsOf(text)).toEqual([]);
  });

  it.each([
    ['[]', ' An overlay is an object'],
    ['openapi: 3.1.0', '/overlay "overlay" has to be a version 1.0 or 1.1'],
    ['overlay: 1.2.0', '/overlay "overlay" has to be a version 1.0 or 1.1'],
    ['overlay: 1.1.0\ninfo: {title: 1}\nactions: [{target: $}]', '/info/title "title" has to be a string'],
    [`${head}actions: []`, '/actions "actions" has to be a list'],
    [`${head}actions: [{update: {}}]`, '/actions/0/target "target" has to be a JSONPath query'],
    [`${head}actions: [{target: $.a}, {target: '$.paths./a'}]`, '/actions/1/target No JSONPath query by RFC 9535'],
    [
      `${head}actions: [{target: '$[?count(1) == 1]'}]`,
      '/actions/0/target No JSONPath query by RFC 9535: count() takes a query',
    ],
    [`${head}actions: [{target: $.a, update: 1, copy: $.b}]`, '/actions/0 An action has "update" or "copy", not both'],
    [`${head}actions: [{target: $.a, copy: 1}]`, '/actions/0/copy "copy" has to be a JSONPath query'],
    [`${head}actions: [{target: $.a, remove: yes}]`, '/actions/0/remove "remove" has to be true or false'],
    [`${head}actions: [{target: $.a, updates: {}}]`, '/actions/0 Unknown member "updates"'],
    [
      "overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions: [{target: $.a, copy: $.b}]",
      '/actions/0 Unknown member "copy". It needs "overlay: 1.1.0"',
    ],
  ])('with a fault is refused, and the place is named: %s', (text, problem) => {
    expect(problemsOf(text)[0]).toContain(problem);
  });

  it('lists at most 20 problems', () => {
    expect(problemsOf(`${head}actions: [${'{},'.repeat(100)}]`)).toHaveLength(20);
  });
});
