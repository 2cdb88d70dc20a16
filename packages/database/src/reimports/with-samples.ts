import type { ReimportItemRecord } from '@connectory/lifecycle';
import type { Database } from '../postgres/database.ts';
import { readItems } from './read-reimports.ts';

/** Adds to each group of items of a run the item at its position. */
export async function withSamples<Group extends { readonly position: number }>(
  database: Database,
  reimportId: string,
  groups: readonly Group[],
): Promise<readonly (Omit<Group, 'position'> & { readonly sample: ReimportItemRecord })[]> {
  const positions = [...new Set(groups.map(({ position }) => position))];
  const items = await readItems(database, reimportId, positions);
  const byPosition = new Map(items.map((item) => [item.position, item]));
  return groups.flatMap(({ position, ...group }) => {
    const sample = byPosition.get(position);
    return sample === undefined ? [] : [{ ...group, sample }];
  });
}
