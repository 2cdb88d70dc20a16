import type { Json } from '@connectory/json';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { applyOverlays, parseOverlay } from '../src/index.ts';
import { applied, apply, documentOf, named, overlayWith, wideLimits } from './apply-text.ts';

describe('an action with x-enabled', () => {
  it('is not applied when it is false, which is reported, and is one of the actions that are not needed', () => {
    const actions = '- {target: $.a, update: 2, x-enabled: false}\n- {target: $.b, update: 2, x-enabled: true}\n';
    const { root, totals, codes } = applied('{a: 1, b: 1}', actions);
    expect(root).toEqual({ a: 1, b: 2 });
    expect(totals).toEqual({ actions: 2, applied: 1, notNeeded: 1, conflicting: 0, missing: 0 });
    expect(codes).toEqual(['OVERLAY_NOT_NEEDED: it is switched off by "x-enabled"']);
  });

  it('is checked when it is switched off, and has a flag only', () => {
    const problemsOf = (action: object) => {
      const overlay: Json = JSON.parse(
        JSON.stringify({ overlay: '1.1.0', info: { title: 'T', version: '1' }, actions: [action] }),
      );
      const parsed = parseOverlay(overlay);
      return parsed.ok ? [] : parsed.problems.map(({ pointer }) => pointer);
    };
    expect(problemsOf({ target: '$', remove: 'yes', 'x-enabled': false })).toEqual(['/actions/0/remove']);
    expect(problemsOf({ target: '$', remove: true, 'x-enabled': 'no' })).toEqual(['/actions/0/x-enabled']);
  });
});

describe('update', () => {
  it('merges objects, replaces plain values, inserts absent members and concatenates lists', () => {
    const { root, totals } = applied(
      'info: {title: A, x: {keep: 1, change: 2}}\ntags: [a]',
      '- target: $\n  update: {info: {x: {change: 3, add: [1]}}, tags: [b]}\n',
    );
    expect(root).toEqual({ info: { title: 'A', x: { keep: 1, change: 3, add: [1] } }, tags: ['a', 'b'] });
    expect(totals).toEqual({ actions: 1, applied: 1, notNeeded: 0, conflicting: 0, missing: 0 });
  });

  it('appends an object or a plain value to a list, and a list item by item', () => {
    expect(
      applied('l: [1]', '- {target: $.l, update: 2}\n- {target: $.l, update: {a: 3}}\n- {target: $.l, update: [4, 5]}')
        .root,
    ).toEqual({
      l: [1, 2, { a: 3 }, 4, 5],
    });
  });

  it('replaces plain values that the target selects', () => {
    const { root } = applied(
      'a: {d: old}\nb: {d: 1}\nc: [x, y]',
      '- {target: $.*.d, update: new}\n- {target: "$.c[?@ == \'x\']", update: z}',
    );
    expect(root).toEqual({ a: { d: 'new' }, b: { d: 'new' }, c: ['z', 'y'] });
  });

  it('appends nothing to a list that has all items', () => {
    const { root, totals } = applied('l: [{a: 1}, 2]', '- {target: $.l, update: [2, {a: 1}]}');
    expect(root).toEqual({ l: [{ a: 1 }, 2] });
    expect(totals.notNeeded).toBe(1);
  });

  it('changes a node once that the target selects twice', () => {
    expect(applied('l: [1]', "- {target: \"$['l','l']\", update: 2}").root).toEqual({ l: [1, 2] });
  });

  it.each([
    ['a: {b: {c: 1}}', '- {target: $.a, update: {b: 1}}', 'a plain value cannot be merged into an object'],
    ['a: {b: 1}', '- {target: $.a, update: {b: [1]}}', 'a list cannot be merged into a plain value'],
    ['a: {b: 1}', '- {target: $.a, update: [1]}', 'a list cannot be merged into an object'],
    ['a: [1]\nb: {}', '- {target: $.*, update: {c: 1}}', 'the target matches a list and an object'],
    ['a: 1', '- {target: $, remove: true}', 'the document itself cannot be removed'],
    ['a: {}\nb: [1, 2]', "- {target: $.a, copy: '$.b[*]'}", '"copy" needs one'],
  ])('changes nothing when the action does not fit: %s', (text, actions, remark) => {
    const { root, codes, totals } = applied(text, actions);
    expect(root).toEqual(load(text));
    expect(codes).toEqual([expect.stringContaining(remark)]);
    expect(totals.conflicting).toBe(1);
  });

  it('keeps own members with the names of prototypes', () => {
    const root: Json = JSON.parse('{"a":{"__proto__":{"x":1}}}');
    const outcome = apply(root, [
      named({ title: '', actions: overlayWith('- {target: $.a, update: {b: 1}}').actions }),
    ]);
    expect(outcome.ok && JSON.stringify(outcome.document.root)).toBe('{"a":{"__proto__":{"x":1},"b":1}}');
  });

  it('does not change the document that it was given, nor nodes that share a changed one', () => {
    const shared = { x: 1 };
    const root = { a: shared, b: shared };
    const outcome = apply(root, [named(overlayWith('- {target: $.a, update: {x: 2}}'))]);
    expect(outcome.ok && outcome.document.root).toEqual({ a: { x: 2 }, b: { x: 1 } });
    expect(root).toEqual({ a: { x: 1 }, b: { x: 1 } });
  });
});

describe('remove', () => {
  it('removes members and items, also within lists and within each other', () => {
    const text = 'l: [{n: 1, k: 0}, {n: 2, l: [1, 2, 3]}, {n: 3}]\nm: {gone: {gone: 1}}';
    const { root } = applied(
      text,
      '- {target: "$.l[?@.n == 1 || @.n == 3]", remove: true}\n- {target: \'$.l[0].l[0,2]\', remove: true}\n- {target: $..gone, remove: true}',
    );
    expect(root).toEqual({ l: [{ n: 2, l: [2] }], m: {} });
  });

  it('removes what is below an item that moves, because one before it is removed', () => {
    const target = "$..[?@ == 'x' || @[0] == 'gone']";
    const { root } = applied('l: [[gone], [a, b], [x, c]]', `- {target: "${target}", remove: true}`);
    expect(root).toEqual({ l: [['a', 'b'], ['c']] });
  });

  it('removes items of nested lists whose indexes move', () => {
    expect(applied('l: [[1, 2], [3, 4], 5]', "- {target: '$..[0]', remove: true}").root).toEqual({ l: [[4], 5] });
  });
});

describe('copy', () => {
  it('takes a source that its query selects twice', () => {
    expect(applied('a: 1\nb: 2', "- {target: $.b, copy: \"$['a','a']\"}").root).toEqual({ a: 1, b: 1 });
  });

  it('moves a path item in three actions', () => {
    const actions =
      '- {target: $.paths, update: {/new: {}}}\n- {target: "$.paths[\'/new\']", copy: "$.paths[\'/old\']"}\n- {target: "$.paths[\'/old\']", remove: true}';
    expect(applied('paths: {/old: {get: {a: [1]}}}', actions).root).toEqual({ paths: { '/new': { get: { a: [1] } } } });
  });

  it('copies by value: later actions change one of the two', () => {
    const actions = '- {target: $.b, copy: $.a}\n- {target: $.a.x, update: {y: 2}}';
    expect(applied('a: {x: {y: 1}}\nb: {}', actions).root).toEqual({ a: { x: { y: 2 } }, b: { x: { y: 1 } } });
  });

  it('copies a document into itself without a cycle', () => {
    const { root } = applied('a: {}', '- {target: $.a, copy: $}');
    expect(root).toEqual({ a: { a: {} } });
  });
});

describe('the end of an action', () => {
  const update = '- {target: $.info, update: {title: Mine}}';

  it('is missing when the target or the source of a copy matches nothing', () => {
    expect(
      applied('a: 1', '- {target: $.b, update: 1}\n- {target: $, copy: $.b}\n- {target: $.c, remove: true}').totals
        .missing,
    ).toBe(3);
  });

  it('is not needed when the document has the values, or no longer has what was removed', () => {
    expect(applied('info: {title: Mine}', update).totals.notNeeded).toBe(1);
    const removal = '- {target: $.a, remove: true}';
    const { remember } = applied('a: 1', removal);
    expect(applied('b: 1', removal, { remembered: remember }).totals).toMatchObject({ notNeeded: 1, missing: 0 });
  });

  it('conflicts when what it changes is no longer what it was first applied to', () => {
    const { remember } = applied('info: {title: Theirs, other: 1}', update);
    const same = applied('info: {title: Theirs, other: 2}', update, { remembered: remember });
    expect(same.totals.applied).toBe(1);
    expect(same.remember).toEqual({});
    const drifted = applied('info: {title: Changed}', update, { remembered: remember });
    expect(drifted.totals).toEqual({ actions: 1, applied: 0, notNeeded: 0, conflicting: 1, missing: 0 });
    expect(drifted.root).toEqual({ info: { title: 'Mine' } });
    expect(drifted.remember).toEqual({});
  });

  it('follows the policy in a conflict', () => {
    const { remember } = applied('info: {title: Theirs}', update);
    const skipped = applied('info: {title: Changed}', update, { remembered: remember, policy: 'skip' });
    expect(skipped.root).toEqual({ info: { title: 'Changed' } });
    expect(skipped.totals.conflicting).toBe(1);
    const failed = apply({ info: { title: 'Changed' } }, [
      named(overlayWith(update), { remembered: remember, policy: 'fail' }),
    ]);
    expect(failed).toMatchObject({
      ok: false,
      fault: { code: 'overlay_conflict', locations: [{ pointer: 'overlay fixes#/actions/0' }] },
    });
  });

  it('conflicts when the document adds a member that the action added', () => {
    const { remember } = applied('info: {}', update);
    expect(applied('info: {title: Theirs}', update, { remembered: remember }).totals.conflicting).toBe(1);
  });

  it('does not conflict when a target with a wildcard matches further places that are alike', () => {
    const mark = '- {target: $.paths.*, update: {x-safe: true}}';
    const { remember } = applied('paths: {/a: {get: 1}}', mark);
    expect(applied('paths: {/a: {get: 2}, /b: {}}', mark, { remembered: remember }).totals.applied).toBe(1);
  });

  it('is forgotten when the action or one before it in the overlay is changed', () => {
    const { remember } = applied('info: {title: Theirs}', update);
    const changed = applied('info: {title: Changed}', '- {target: $.info, update: {title: Ours}}', {
      remembered: remember,
    });
    expect(changed.totals.applied).toBe(1);
    expect(Object.keys(changed.remember)).toHaveLength(1);
  });

  it('is not remembered for an overlay of one import', () => {
    const outcome = apply({ info: {} }, [named(overlayWith(update), { remembered: undefined })]);
    expect(outcome).toMatchObject({ ok: true, remember: {} });
  });
});

describe('places', () => {
  it('are those of the document, though items were removed before them', () => {
    const { document } = applied(
      'l: [a, b, {c: [d, e]}]',
      "- {target: '$.l[0]', remove: true}\n- {target: '$.l[1].c[0]', remove: true}",
    );
    expect(document.locate(new Set(['/l/1/c/0', '/l/0', '/l']))).toEqual(
      new Map([
        ['/l/1/c/0', { pointer: '/l/2/c/1', line: 1, column: 1 }],
        ['/l/0', { pointer: '/l/1', line: 1, column: 1 }],
        ['/l', { line: 1, column: 1 }],
      ]),
    );
  });

  it('name the overlay and the action for what an overlay put there', () => {
    const { document } = applied(
      'a: {}\nl: [1]',
      '- {target: $.a, update: {b: {c: 1}}}\n- {target: $.l, update: [2]}\n- {target: $.a.b, update: {c: 2}}',
    );
    const found = document.locate(new Set(['/a/b', '/a/b/c', '/a', '/l/0', '/l/1', 'other.yaml#/x']));
    expect(Object.fromEntries(found)).toEqual({
      '/a/b': { file: 'overlay fixes', pointer: '/actions/0' },
      '/a/b/c': { file: 'overlay fixes', pointer: '/actions/2' },
      '/a': { line: 1, column: 1 },
      '/l/0': { line: 1, column: 1 },
      '/l/1': { file: 'overlay fixes', pointer: '/actions/1' },
      'other.yaml#/x': { line: 1, column: 1 },
    });
  });

  it('keep the spelling of scalars that no action changes', () => {
    const [info, list] = [{ version: 1.1, other: 2 }, [1.1, 2.1]];
    const spellings = new Map<object, Map<string | number, string>>([
      [info, new Map([['version', '1.10']])],
      [list, new Map([[1, '2.10']])],
    ]);
    const actions = overlayWith("- {target: $.info, update: {other: 3}}\n- {target: '$.list[0]', remove: true}");
    const outcome = applyOverlays({ ...documentOf({ info, list }), spellings }, [named(actions)], wideLimits);
    if (!outcome.ok) throw new Error(outcome.fault.message);
    const { root, spellings: after } = outcome.document;
    const spelt = Object.values(Object(root)).map((container) => after?.get(Object(container)));
    expect(spelt).toEqual([new Map([['version', '1.10']]), new Map([[0, '2.10']])]);
  });
});

describe('limits', () => {
  it('hold for a document that an overlay multiplies', () => {
    const doubling = '- {target: $.list, copy: $}\n'.repeat(60);
    const outcome = apply({ list: [], text: 'x'.repeat(1_000) }, [named(overlayWith(doubling))]);
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'document_too_large' } });
  });

  it('hold for one large value at many places', () => {
    const root = { paths: Object.fromEntries(Array.from({ length: 1_000 }, (_each, index) => [`/${index}`, {}])) };
    const outcome = apply(root, [named(overlayWith(`- {target: $.paths.*, update: {x: ${'y'.repeat(20_000)}}}`))]);
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'document_too_large' } });
  });

  it('hold for depth', () => {
    const deep = Array.from({ length: 30 }, () => '- {target: $, update: {a: {}}}\n- {target: $.a, copy: $}\n').join(
      '',
    );
    const outcome = apply({}, [named(overlayWith(deep))], { ...wideLimits, maxDepth: 10 });
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'document_too_large' } });
  });

  it('hold for what all actions write, counted before it is written, with the action', () => {
    const paths = Object.fromEntries(
      Array.from({ length: 100 }, (_each, index) => [`/${index}`, { get: { id: index } }]),
    );
    const copying = '- {target: $.paths, copy: $}\n'.repeat(60);
    const outcome = apply({ paths }, [named(overlayWith(copying))], { ...wideLimits, maxWritten: 5_000 });
    const [code, pointer] = ['overlay_output_too_large', 'overlay fixes#/actions/6'];
    expect(outcome).toMatchObject({ ok: false, fault: { code, locations: [{ pointer }] } });
    expect(outcome).toMatchObject({ fault: { message: expect.stringContaining('5000 values (MAX_OVERLAY_VALUES)') } });
  });

  it.each([
    [10, true],
    [9, false],
  ])('count each value as often as the target matches: %i', (maxWritten, ok) => {
    // The 6 values of the document allow 30. Each action writes an object and its member at 4 places.
    const root = { list: [{}, {}, {}, {}] };
    const actions = '- {target: "$.list[*]", update: {a: 1}}\n'.repeat(5);
    expect(apply(root, [named(overlayWith(actions))], { ...wideLimits, maxWritten }).ok).toBe(ok);
  });
});
