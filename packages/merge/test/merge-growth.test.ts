import type { Json, JsonObject } from '@connectory/json';
import { describe, expect, it } from 'vitest';
import { type DefinitionForm, type EntityLists, mergeVersion, type OperationForm } from '../src/index.ts';
import { countSteps } from './count-steps.ts';

type Side = 'base' | 'ours' | 'theirs';
const sides = ['base', 'ours', 'theirs'] as const;

const none = { edits: [], order: [], imported: [] };
const accept = { base: () => [], ours: () => [], theirs: () => [] };

/** Lists of edited entities, each of which all sides have. */
function listsOf<Form extends OperationForm | DefinitionForm>(
  count: number,
  formOf: (side: Side, index: number) => Form,
): EntityLists<Form> {
  const ids = Array.from({ length: count }, (_, index) => `id${index}`);
  return {
    edits: ids.map((id, index) => ({
      id,
      state: 'edited',
      base: formOf('base', index),
      ours: formOf('ours', index),
    })),
    order: ids,
    imported: ids.map((id, index) => {
      const form = formOf('theirs', index);
      return { id, name: form.name, form: () => form };
    }),
  };
}

const operation = (side: Side, index: number, more: Partial<OperationForm> = {}): OperationForm => ({
  name: `operation${index}`,
  method: 'GET',
  path: `/operations/${index}`,
  summary: side === 'ours' ? 'Mine' : 'Base',
  description: side === 'theirs' ? 'Theirs' : 'Base',
  parameters: [],
  responses: [],
  ...more,
});

const items = <Item>(count: number, itemOf: (index: number) => Item): readonly Item[] =>
  Array.from({ length: count }, (_, index) => itemOf(index));

/** Each side changes another third of the items, and adds one of its own between all others. */
const changed = (side: Side, index: number): string => (sides.indexOf(side) === index % 3 ? side : 'base');

const onOperation = (more: (side: Side, count: number) => Partial<OperationForm>) => (count: number) =>
  mergeVersion({
    actions: listsOf(1, (side, index) => operation(side, index, more(side, count))),
    triggers: none,
    definitions: none,
    accept,
  });

const onSchema = (schemaOf: (side: Side, count: number) => Json) => (count: number) =>
  mergeVersion({
    actions: none,
    triggers: none,
    definitions: listsOf(1, (side) => ({ name: 'Pet', accept: [], schema: schemaOf(side, count) })),
    accept,
  });

function nested(side: Side, depth: number): JsonObject {
  let schema: JsonObject = { title: side };
  for (let level = 0; level < depth; level += 1) schema = { properties: { a: schema }, title: changed(side, level) };
  return schema;
}

const merges: readonly (readonly [string, (count: number) => unknown])[] = [
  [
    'edited entities',
    (count) => mergeVersion({ actions: listsOf(count, operation), triggers: none, definitions: none, accept }),
  ],
  [
    'entities that both sides gave the same name',
    (count) =>
      mergeVersion({
        actions: listsOf(count, (side, index) =>
          operation(side, index, { name: side === 'base' ? `n${index}` : 'same' }),
        ),
        triggers: none,
        definitions: none,
        accept,
      }),
  ],
  [
    'entities that only the user, or only the document, has',
    (count) => {
      const own = listsOf(count, operation);
      const imported = items(count, (index) => ({
        id: undefined,
        name: `new${index}`,
        form: () => operation('theirs', index),
      }));
      return mergeVersion({ actions: { ...own, imported }, triggers: none, definitions: none, accept });
    },
  ],
  [
    'parameters',
    onOperation((side, count) => ({
      parameters: items(count, (index) => ({
        name: `${index % 5 === 0 ? side : 'p'}${index}`,
        in: 'query',
        required: false,
        type: changed(side, index),
      })),
    })),
  ],
  [
    'responses and their definitions',
    onOperation((side, count) => ({
      responses: items(count, (index) => ({
        status: index,
        description: changed(side, index),
        definitions: [`D${changed(side, index)}`],
      })),
    })),
  ],
  [
    'definitions of a body',
    onOperation((side, count) => ({
      responses: [{ definitions: items(count, (index) => `${changed(side, index)}${index}`) }],
    })),
  ],
  [
    'extras',
    onOperation((side, count) => ({
      openapi: Object.fromEntries(items(count, (index) => [`x-${index}`, { a: changed(side, index) }])),
    })),
  ],
  [
    'keys of a schema',
    onSchema((side, count) => ({
      properties: Object.fromEntries(
        items(count, (index) => [`${index % 5 === 0 ? side : 'p'}${index}`, { title: changed(side, index) }]),
      ),
    })),
  ],
  [
    'items of sets',
    onSchema((side, count) => ({
      enum: items(count, (index) => `${changed(side, index)}${index}`),
      required: items(count, String),
    })),
  ],
  ['items of lists', onSchema((side, count) => ({ allOf: items(count, (index) => ({ title: `${index}${side}` })) }))],
  [
    'references',
    onSchema((side, count) => ({ title: side, $defs: { a: {} }, allOf: items(count, () => ({ $ref: '#/$defs/a' })) })),
  ],
  ['levels of a schema', onSchema((side, count) => nested(side, count))],
];

describe('the steps of a merge grow as the number of', () => {
  it.each(merges)('%s', (_what, merge) => {
    const [once = 0, twice = 0, four = 0] = [100, 200, 400].map((count) => countSteps(() => merge(count)));
    expect(once).toBeGreaterThan(2_000);
    expect((four - twice) / (twice - once)).toBeLessThan(2.1);
  });

  it.each([[1_000], [2_000]])('nothing else: quadratic work is found (%i items)', (size) => {
    const quadratic = (count: number) => {
      const all = Array.from({ length: count }, (_, index) => index);
      return all.filter((one) => all.includes(one));
    };
    const [once = 0, twice = 0] = [size, 2 * size].map((count) => countSteps(() => quadratic(count)));
    expect(twice / once).toBeGreaterThan(3.5);
  });
});
