import { describe, expect, it } from 'vitest';
import { importDocument, type Json } from '../src/index.ts';
import { parsed } from './parsed.ts';

/** The references that make a schema a part of itself, in a document with these component schemas. */
function cyclesOf(schemas: { readonly [name: string]: Json }, openapi = '3.1.0'): readonly string[] {
  const outcome = importDocument(parsed({ openapi, info: { title: 'A', version: '1' }, components: { schemas } }));
  if (!outcome.ok) throw new Error(outcome.fault.message);
  const message = outcome.model.messages.find(({ code }) => code === 'SCHEMA_CYCLE');
  return (message?.locations ?? []).map(({ pointer }) => pointer.replace('/components/schemas/', ''));
}

const to = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

describe('A schema that is a part of itself', () => {
  it('is reported at each reference of the cycle: a parent that is oneOf its kinds, and kinds that extend it', () => {
    const schemas = {
      Pet: { oneOf: [to('Cat'), to('Dog')] },
      Cat: { allOf: [to('Pet'), { type: 'object' }] },
      Dog: { type: 'object' },
    };
    expect(cyclesOf(schemas)).toEqual(['Pet/oneOf/0/$ref', 'Cat/allOf/0/$ref']);
  });

  it('is reported through nested applicators and through referenced subschemas', () => {
    expect(cyclesOf({ A: { if: { not: { anyOf: [to('A')] } } } })).toEqual(['A/if/not/anyOf/0/$ref']);
    expect(cyclesOf({ A: { allOf: [to('A/allOf/1'), { anyOf: [to('A/allOf/0')] }] } })).toEqual([
      'A/allOf/0/$ref',
      'A/allOf/1/anyOf/0/$ref',
    ]);
  });

  it('is not reported when every cycle passes through a property or an item', () => {
    const schemas = {
      Tree: { allOf: [{ properties: { parent: to('Tree') } }, { items: to('List') }], anyOf: [to('List')] },
      List: { items: { oneOf: [to('List'), to('Tree')] } },
      not: { properties: { not: { allOf: [to('not')] } } },
    };
    expect(cyclesOf(schemas)).toEqual([]);
  });

  it('is not reported in OpenAPI 3.0 when the reference back has no effect beside another one', () => {
    const schemas = { A: { $ref: '#/components/schemas/B', allOf: [to('A')] }, B: { type: 'string' } };
    expect(cyclesOf(schemas, '3.0.3')).toEqual([]);
    expect(cyclesOf(schemas, '3.1.0')).toEqual(['A/allOf/0/$ref']);
  });

  it('is reported through dynamic and recursive references, which lead to their schema', () => {
    expect(
      cyclesOf({
        A: { $dynamicAnchor: 'a', allOf: [{ $dynamicRef: '#a' }] },
        B: { $dynamicAnchor: 'b', properties: { b: { anyOf: [{ $dynamicRef: '#b' }] } } },
        C: { anyOf: [{ $recursiveRef: '#' }] },
        D: { allOf: [to('D/$defs/d')], $defs: { d: { $recursiveRef: '#' } } },
        E: { properties: { e: { allOf: [{ $recursiveRef: '#' }] } } },
        F: { properties: { f: { $recursiveAnchor: true, oneOf: [{ $recursiveRef: '#' }] } } },
      }),
    ).toEqual([
      'A/allOf/0/$dynamicRef',
      'C/anyOf/0/$recursiveRef',
      'D/allOf/0/$ref',
      'F/properties/f/oneOf/0/$recursiveRef',
    ]);
  });

  it('is found in linear time: a cycle of 20,000 schemas, and 300 schemas that all reference each other', () => {
    const circle = Array.from({ length: 20_000 }, (_, index): [string, Json] => [
      `S${index}`,
      { allOf: [to(`S${(index + 1) % 20_000}`)] },
    ]);
    expect(cyclesOf(Object.fromEntries(circle))).toHaveLength(100);
    const names = Array.from({ length: 300 }, (_, index) => `S${index}`);
    const dense = names.map((name): [string, Json] => [name, { anyOf: names.map(to) }]);
    expect(cyclesOf(Object.fromEntries(dense))).toHaveLength(100);
  });
});
