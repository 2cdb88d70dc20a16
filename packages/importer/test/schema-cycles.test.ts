import { describe, expect, it } from 'vitest';
import { importDocument, type Json } from '../src/index.ts';
import { parsed } from './parsed.ts';

/** Where a document with these component schemas has references that make a schema a part of itself. */
function circlesOf(schemas: { readonly [name: string]: Json }, openapi = '3.1.0'): readonly string[] {
  const outcome = importDocument(parsed({ openapi, info: { title: 'A', version: '1' }, components: { schemas } }));
  if (!outcome.ok) throw new Error(outcome.fault.message);
  const message = outcome.model.messages.find(({ code }) => code === 'SCHEMA_CYCLE');
  return (message?.locations ?? []).map(({ pointer }) => pointer.replace('/components/schemas/', ''));
}

const to = (name: string): Json => ({ $ref: `#/components/schemas/${name}` });

describe('A schema that is a part of itself', () => {
  it('is told at each reference of the circle: a parent that is one of its kinds, and kinds that extend it', () => {
    const schemas = {
      Pet: { oneOf: [to('Cat'), to('Dog')] },
      Cat: { allOf: [to('Pet'), { type: 'object' }] },
      Dog: { type: 'object' },
    };
    expect(circlesOf(schemas)).toEqual(['Pet/oneOf/0/$ref', 'Cat/allOf/0/$ref']);
  });

  it('is told through applicators within each other, and through parts that are referenced themselves', () => {
    expect(circlesOf({ A: { if: { not: { anyOf: [to('A')] } } } })).toEqual(['A/if/not/anyOf/0/$ref']);
    expect(circlesOf({ A: { allOf: [to('A/allOf/1'), { anyOf: [to('A/allOf/0')] }] } })).toEqual([
      'A/allOf/0/$ref',
      'A/allOf/1/anyOf/0/$ref',
    ]);
  });

  it('is none when each way round takes a step into a property or an item', () => {
    const schemas = {
      Tree: { allOf: [{ properties: { parent: to('Tree') } }, { items: to('List') }], anyOf: [to('List')] },
      List: { items: { oneOf: [to('List'), to('Tree')] } },
      not: { properties: { not: { allOf: [to('not')] } } },
    };
    expect(circlesOf(schemas)).toEqual([]);
  });

  it('is none in OpenAPI 3.0 where the reference back stands beside another one, and has no effect', () => {
    const schemas = { A: { $ref: '#/components/schemas/B', allOf: [to('A')] }, B: { type: 'string' } };
    expect(circlesOf(schemas, '3.0.3')).toEqual([]);
    expect(circlesOf(schemas, '3.1.0')).toEqual(['A/allOf/0/$ref']);
  });

  it('is found in time that grows with the document: a circle of 20,000 schemas, and 300 that all name each other', () => {
    const circle = Array.from({ length: 20_000 }, (_, index): [string, Json] => [
      `S${index}`,
      { allOf: [to(`S${(index + 1) % 20_000}`)] },
    ]);
    expect(circlesOf(Object.fromEntries(circle))).toHaveLength(100);
    const names = Array.from({ length: 300 }, (_, index) => `S${index}`);
    const dense = names.map((name): [string, Json] => [name, { anyOf: names.map(to) }]);
    expect(circlesOf(Object.fromEntries(dense))).toHaveLength(100);
  });
});
