import type { ActionResource, EntityEditResource } from '@connectory/client';
import { useDeferredValue, useMemo } from 'react';
import type { ActionMark } from '../parts/action-marks.ts';
import { countBy, findActions, indexActions } from './find-actions.ts';
import { countsOfAction, groupCounts, type PlaceCount } from './place-of.ts';

interface Wanted {
  readonly q?: string | undefined;
  readonly method?: string | undefined;
  readonly tag?: string | undefined;
  readonly only?: readonly ActionMark[] | undefined;
}

interface Marks {
  readonly edits: ReadonlyMap<string, EntityEditResource> | undefined;
  readonly counts: readonly PlaceCount[] | undefined;
}

const none: readonly PlaceCount[] = [];

/** The actions that a filter finds, with the counts of each choice. */
export function useActionFilter(actions: readonly ActionResource[], wanted: Wanted, { edits, counts }: Marks) {
  const index = useMemo(() => indexActions(actions), [actions]);
  const groups = useMemo(() => groupCounts(counts ?? none), [counts]);
  const marked = useMemo(() => {
    const idsOf = (has: (action: ActionResource) => boolean): ReadonlySet<string> =>
      new Set(actions.filter(has).map(({ id }) => id));
    return {
      message: idsOf((action) => countsOfAction(groups, action).length > 0),
      edited: idsOf(({ id }) => edits?.has(id) === true),
    };
  }, [actions, groups, edits]);
  const choices = useMemo(
    () => ({
      methods: countBy(index, ({ action: { method } }) => [method]),
      tags: countBy(index, ({ tags }) => tags),
    }),
    [index],
  );
  const text = useDeferredValue(wanted.q ?? '');
  const { method, tag, only } = wanted;
  const found = useMemo(
    () => findActions(index, { text, method, tag, among: (only ?? []).map((mark) => marked[mark]) }),
    [index, text, method, tag, only, marked],
  );
  return { found, marked, choices, countsOf: (action: ActionResource) => countsOfAction(groups, action) };
}
