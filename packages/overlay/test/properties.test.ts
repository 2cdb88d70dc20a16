import { appendToken, childAt, isArray, isObject, type Json, splitPointer } from '@connectory/json';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StepBudget } from '../src/faults/step-budget.ts';
import { applyOverlays, type NamedOverlay, parseOverlay } from '../src/index.ts';
import { QueryEvaluator } from '../src/query/evaluate-query.ts';
import { pathOf } from '../src/query/found-node.ts';
import { parseQuery } from '../src/query/parse-query.ts';
import { apply, documentOf, named, wideLimits } from './apply-text.ts';

const name = fc.constantFrom('a', 'b', 'c', '__proto__', '0');
const scalar: fc.Arbitrary<Json> = fc.oneof(fc.integer({ min: 0, max: 2 }), fc.constantFrom('x', 'y', null, true));

/** Trees over few names and values, so that actions often match and often change nothing. */
const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.array(fc.tuple(name, tie('tree')), { maxLength: 3 }).map((members) => Object.fromEntries(members) as Json),
  ),
}));

const root = fc.dictionary(name, tree, { maxKeys: 4 });
const segment = fc.constantFrom(
  "['a']",
  "['b']",
  '[*]',
  '[0]',
  '[-1]',
  '..a',
  '..[*]',
  "[?@ == 'x']",
  '[?@.a]',
  '[0:2]',
);
const query = fc.array(segment, { maxLength: 4 }).map((segments) => `$${segments.join('')}`);
const action = fc.oneof(
  fc.record({ target: query, update: tree }),
  fc.record({ target: query, copy: query }),
  fc.record({ target: query, remove: fc.constant(true) }),
);
const overlay: fc.Arbitrary<NamedOverlay> = fc.array(action, { minLength: 1, maxLength: 5 }).map((actions) => {
  const parsed = parseOverlay({ overlay: '1.1.0', info: { title: 'T', version: '1' }, actions: actions as Json });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return named(parsed.overlay);
});
const overlays = fc
  .array(overlay, { minLength: 1, maxLength: 3 })
  .map((list) => list.map((each, index) => ({ ...each, name: `o${index}` })));
const info = { title: 'T', version: '1' };
const runs = { numRuns: 1_000 };

describe('for every document and overlay', () => {
  it('totals balance, each action is counted once, and each that is not applied has one place', () => {
    fc.assert(
      fc.property(root, overlays, (document, list) => {
        const outcome = apply(document, list);
        if (!outcome.ok) throw new Error(outcome.fault.message);
        const { actions, applied, ...others } = outcome.totals;
        expect(actions).toBe(list.reduce((sum, each) => sum + each.overlay.actions.length, 0));
        const rest = Object.values(others).reduce((sum, count) => sum + count, 0);
        expect(applied + rest).toBe(actions);
        const places = outcome.document.notices.flatMap((notice) => notice.places.map(({ pointer }) => pointer));
        expect(new Set(places).size).toBe(rest);
      }),
      runs,
    );
  });

  it('the document that was given stays as it was', () => {
    fc.assert(
      fc.property(root, overlays, (document, list) => {
        const before = JSON.stringify(document);
        apply(document, list);
        expect(JSON.stringify(document)).toBe(before);
      }),
      runs,
    );
  });

  it('the same document again has no conflict of values, and gives the same result', () => {
    fc.assert(
      fc.property(root, overlays, (document, list) => {
        const first = apply(document, list);
        if (!first.ok) throw new Error(first.fault.message);
        const again = apply(
          document,
          list.map((each) => ({ ...each, policy: 'skip' as const, remembered: first.remember[each.name] ?? {} })),
        );
        if (!again.ok) throw new Error(again.fault.message);
        expect(JSON.stringify(again.document.root)).toBe(JSON.stringify(first.document.root));
        expect({ ...again.totals, missing: 0, notNeeded: 0 }).toEqual({ ...first.totals, missing: 0, notNeeded: 0 });
        expect(again.remember).toEqual({});
      }),
      runs,
    );
  });

  it('a trace gives the same document, and finds each scalar of the original that is left, and the end of each other', () => {
    fc.assert(
      fc.property(root, overlays, (document, list) => {
        const plain = apply(document, list);
        const traced = applyOverlays(documentOf(document), list, wideLimits, { traced: true });
        if (!plain.ok || !traced.ok || traced.trace === undefined) throw new Error('not applied');
        const { trace } = traced;
        expect(traced.document.root).toEqual(plain.document.root);
        const found = new Set<string>();
        for (const { holder, key, pointer, value } of scalarsOf(traced.document.root)) {
          const located = trace.locate(pointer);
          expect(trace.isWritten(holder, key)).toBe(located.action !== undefined);
          if (located.action === undefined) expect(scalarAt(document, located.pointer)).toEqual(value);
          found.add(located.pointer);
        }
        const isRemoved = (pointer: string): boolean =>
          trace.removed.some((part) => pointer === part.pointer || pointer.startsWith(`${part.pointer}/`));
        // Items that one overlay replaced and another removed have no place any more.
        for (const { pointer, isItem } of scalarsOf(document))
          expect(isItem || found.has(pointer) || isRemoved(pointer)).toBe(true);
      }),
      runs,
    );
  });

  it('a removal leaves out exactly what its query selects', () => {
    fc.assert(
      fc.property(root, query, (document, target) => {
        const parsed = parseOverlay({ overlay: '1.1.0', info, actions: [{ target, remove: true }] });
        const asked = parseQuery(target);
        if (!parsed.ok || !asked.ok) throw new Error('invalid');
        const found = new QueryEvaluator(document, new StepBudget()).find(asked.query);
        const paths = new Set(found.map((node) => JSON.stringify(pathOf(node))));
        const outcome = apply(document, [named(parsed.overlay)]);
        const expected = paths.has('[]') ? document : without(document, [], paths);
        expect(outcome.ok && JSON.stringify(outcome.document.root)).toBe(JSON.stringify(expected));
      }),
      runs,
    );
  });

  it('an overlay that adds nothing to a list twice is not needed after it was applied', () => {
    const update = fc.record({ target: fc.constant('$'), update: fc.dictionary(name, tree, { maxKeys: 3 }) });
    fc.assert(
      fc.property(root, update, (document, single) => {
        const parsed = parseOverlay({
          overlay: '1.1.0',
          info: { title: 'T', version: '1' },
          actions: [single] as Json,
        });
        if (!parsed.ok) throw new Error('invalid');
        const first = apply(document, [named(parsed.overlay)]);
        if (!first.ok || first.totals.conflicting > 0) return;
        const second = apply(first.document.root, [named(parsed.overlay)]);
        expect(second).toMatchObject({ ok: true, totals: { applied: 0, notNeeded: 1 } });
      }),
      runs,
    );
  });

  it('every place of the result has one origin: the document has it, or an action put it there', () => {
    fc.assert(
      fc.property(root, overlays, (document, list) => {
        const outcome = apply(document, list);
        if (!outcome.ok) throw new Error(outcome.fault.message);
        for (const { pointer, value } of leavesOf(outcome.document.root, '')) {
          const position = outcome.document.locate(new Set([pointer])).get(pointer);
          if (position?.file !== undefined) continue;
          expect(valueAt(document, position?.pointer ?? pointer)).toEqual(value);
        }
      }),
      runs,
    );
  });
});

/** A tree without the values at paths, built anew. */
function without(value: Json, path: readonly (string | number)[], removed: ReadonlySet<string>): Json {
  const isKept = (token: string | number): boolean => !removed.has(JSON.stringify([...path, token]));
  if (isArray(value))
    return value.flatMap((item, index) => (isKept(index) ? [without(item, [...path, index], removed)] : []));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([key]) => isKept(key));
  return Object.fromEntries(kept.map(([key, member]) => [key, without(member, [...path, key], removed)]));
}

/** The plain values of a tree. */
function leavesOf(value: Json, pointer: string): readonly { readonly pointer: string; readonly value: Json }[] {
  if (typeof value !== 'object' || value === null) return [{ pointer, value }];
  return Object.entries(value).flatMap(([key, member]) => leavesOf(member, `${pointer}/${key}`));
}

function valueAt(value: Json, pointer: string): unknown {
  const tokens = pointer.split('/').slice(1);
  return tokens.reduce<unknown>(
    (at, token) => (Object.hasOwn(Object(at), token) ? Object.getOwnPropertyDescriptor(at, token)?.value : undefined),
    value,
  );
}

interface FoundScalar {
  readonly holder: object;
  readonly key: string;
  readonly pointer: string;
  readonly value: Json;
  readonly isItem: boolean;
}

function scalarsOf(container: Json, pointer = ''): readonly FoundScalar[] {
  if (typeof container !== 'object' || container === null) return [];
  return Object.entries(container).flatMap(([key, value]: readonly [string, Json]) => {
    const place = appendToken(pointer, key);
    const isScalar = typeof value !== 'object' || value === null;
    return isScalar
      ? [{ holder: container, key, pointer: place, value, isItem: isArray(container) }]
      : scalarsOf(value, place);
  });
}

function scalarAt(container: Json, pointer: string): Json | undefined {
  return splitPointer(pointer).reduce<Json | undefined>((value, token) => childAt(value, token), container);
}
