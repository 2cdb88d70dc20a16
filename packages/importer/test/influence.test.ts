import { appendToken, type Json } from '@connectory/json';
import { describe, expect, it } from 'vitest';
import { importDocument } from '../src/index.ts';
import type { SpecVersion } from '../src/members/member-table.ts';
import { parsed } from './parsed.ts';
import { sampleDocument } from './sample-document.ts';

const versions: readonly SpecVersion[] = ['2.0', '3.0', '3.1', '3.2'];

/** Leaves without influence that the specification allows, each with its sentence. */
const ignored: readonly { readonly place: RegExp; readonly because: string }[] = [];

interface Leaf {
  readonly holder: { [key: string | number]: Json };
  readonly key: string | number;
  readonly pointer: string;
}

describe.each(versions)('A document of %s with every member of every object', (version) => {
  it('gives another model or other messages when any leaf changes', () => {
    const root = structuredClone(sampleDocument(version)) as Json;
    const before = outcomeOf(root, version);
    const leaves = leavesOf(root);
    const without = leaves.filter((leaf) => {
      const value = leaf.holder[leaf.key] ?? null;
      leaf.holder[leaf.key] = changed(value);
      const isWithout = outcomeOf(root, version) === before;
      leaf.holder[leaf.key] = value;
      return isWithout && !ignored.some(({ place }) => place.test(leaf.pointer));
    });
    expect(without.map(({ pointer }) => pointer)).toEqual([]);
    expect(leaves.length).toBeGreaterThan(300);
  });

  it('gives another model or other messages when any member is renamed', () => {
    const root = structuredClone(sampleDocument(version)) as Json;
    const before = outcomeOf(root, version);
    const without = objectsOf(root).flatMap(({ object, pointer }) =>
      Object.keys(object).flatMap((key) => {
        const entries = Object.entries(object);
        rewrite(
          object,
          entries.map(([name, value]) => [name === key ? `${name}Renamed` : name, value]),
        );
        const isWithout = outcomeOf(root, version) === before;
        rewrite(object, entries);
        return isWithout ? [appendToken(pointer, key)] : [];
      }),
    );
    expect(without).toEqual([]);
  });
});

function outcomeOf(root: Json, version: SpecVersion): string {
  return JSON.stringify(importDocument({ ...parsed(root), openapi: version === '2.0' ? version : `${version}.0` }));
}

function changed(value: Json): Json {
  if (typeof value === 'string') return `${value}~`;
  if (typeof value === 'number') return value + 1;
  return typeof value === 'boolean' ? !value : 'changed';
}

function leavesOf(value: Json, pointer = ''): Leaf[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as { [key: string]: Json };
  return Object.keys(holder).flatMap((key) => {
    const here = appendToken(pointer, key);
    const child = holder[key] ?? null;
    if (here === '/openapi' || here === '/swagger') return [];
    return typeof child === 'object' && child !== null ? leavesOf(child, here) : [{ holder, key, pointer: here }];
  });
}

function objectsOf(value: Json, pointer = ''): { object: { [key: string]: Json }; pointer: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as { [key: string]: Json };
  const inner = Object.keys(holder).flatMap((key) => objectsOf(holder[key] ?? null, appendToken(pointer, key)));
  return Array.isArray(value) ? inner : [{ object: holder, pointer }, ...inner];
}

function rewrite(object: { [key: string]: Json }, entries: readonly (readonly [string, Json])[]): void {
  for (const key of Object.keys(object)) delete object[key];
  for (const [key, value] of entries) object[key] = value;
}
