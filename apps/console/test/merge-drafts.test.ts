import { expect, it } from 'vitest';
import { mergeDrafts } from '../src/editing/merge-drafts.ts';

const base = {
  name: 'getPet',
  summary: 'Get',
  parameters: [
    { name: 'id', in: 'path', required: true },
    { name: 'limit', in: 'query', required: false },
  ],
};

it('takes the changes of others where nothing was changed here, by field and by item', () => {
  const mine = { ...base, parameters: [base.parameters[0], { name: 'limit', in: 'query', required: true }] };
  const theirs = { ...base, summary: 'Read', parameters: [...base.parameters, { name: 'after', in: 'query' }] };
  const { draft, changes } = mergeDrafts<object>(base, mine, theirs);
  expect(draft).toEqual({ ...theirs, parameters: [...mine.parameters, { name: 'after', in: 'query' }] });
  expect(changes.map(({ path }) => path)).toEqual(['summary', 'parameters/after (query)']);
  expect(changes.some((change) => change.mine !== undefined)).toBe(false);
});

it('keeps the own change where both changed the same field, and says so', () => {
  const { draft, changes } = mergeDrafts<object>(base, { ...base, summary: 'Mine' }, { ...base, summary: 'Theirs' });
  expect(draft).toEqual({ ...base, summary: 'Mine' });
  expect(changes).toEqual([{ path: 'summary', before: 'Get', now: 'Theirs', mine: { value: 'Mine' } }]);
});

it('drops what others removed, unless it was changed here', () => {
  const [id, limit] = base.parameters;
  const without = { ...base, parameters: [id] };
  expect(mergeDrafts<object>(base, base, without).draft).toEqual(without);
  const mine = { ...base, parameters: [id, { ...limit, required: true }] };
  expect(mergeDrafts<object>(base, mine, without).draft).toEqual(mine);
});
