import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { importDocument, type Json } from '../src/index.ts';
import { checkProperty } from './check-property.ts';
import { faultsOf } from './faults-of.ts';
import { parsed } from './parsed.ts';

const names = [
  '06-parameters-merge-by-name-and-place',
  '08-bodies-and-media-types',
  '11-schemas-of-3-1',
  '19-callbacks',
];
const sources = names.map((name) =>
  readFileSync(path.join(import.meta.dirname, 'golden', name, 'openapi.yaml'), 'utf8'),
);

/** A place in the tree: the parent and the key. */
interface Slot {
  readonly holder: { [key: string]: unknown };
  readonly key: string;
}

function slotsOf(value: unknown): readonly Slot[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as { [key: string]: unknown };
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...slotsOf(holder[key])]);
}

const mutation = fc.oneof(
  fc.record({ kind: fc.constant('drop' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('swap' as const), at: fc.nat(), other: fc.nat() }),
  fc.record({
    kind: fc.constant('retype' as const),
    at: fc.nat(),
    value: fc.constantFrom<unknown>(null, true, 0, '', 'text', [], {}, [{}], { $ref: '#/paths' }, { $ref: '#' }),
  }),
);

function drop({ holder, key }: Slot): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}

function mutate(root: unknown, change: typeof mutation extends fc.Arbitrary<infer Change> ? Change : never): void {
  const slots = slotsOf(root);
  const slot = slots[change.at % slots.length];
  if (slot === undefined) return;
  if (change.kind === 'drop') drop(slot);
  else if (change.kind === 'retype') slot.holder[slot.key] = structuredClone(change.value);
  else {
    const other = slots[change.other % slots.length];
    if (other === undefined) return;
    // Copies, so that no value contains itself.
    const [one, two] = [structuredClone(slot.holder[slot.key]), structuredClone(other.holder[other.key])];
    slot.holder[slot.key] = two;
    other.holder[other.key] = one;
  }
}

describe('A real document with nodes dropped, swapped or retyped', () => {
  it('still gives a model that keeps every promise', { timeout: 36_000_000 }, () => {
    checkProperty(
      'mutated',
      fc.property(
        fc.constantFrom(...sources),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        (source, changes) => {
          const root = load(source);
          for (const change of changes) mutate(root, change);
          const outcome = importDocument(parsed(root as Json));
          expect(outcome.ok ? faultsOf(root as Json, outcome.model) : [outcome.fault.code]).toEqual([]);
        },
      ),
    );
  });
});
