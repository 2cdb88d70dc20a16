import { isArray, isObject, type Json } from '@connectory/json';
import type { ImportContext } from '../context/import-context.ts';
import { member } from '../json/members.ts';
import { at } from '../place/place.ts';
import { additionalOperations } from './methods.ts';
import type { PathItem } from './path-item.ts';

/**
 * Returns the extras of a path item: texts, servers, extensions, a reference that failed, and refused operations and parameters;
 * undefined when it has none.
 * @param taken members that became operations, or were not selected.
 */
export function keepPathItem(item: PathItem, taken: ReadonlySet<string>, context: ImportContext): Json | undefined {
  if (taken.size > 0 && isAllTaken(item, taken)) return undefined;
  const parameters = member(item.object, 'parameters');
  const used = new Set<number>();
  const left = context.extras.keepRest(
    'path-item',
    item.object,
    item.place,
    used,
    new Set([...taken, ...(isArray(parameters) ? ['parameters'] : [])]),
  );
  const refused = (isArray(parameters) ? parameters : []).flatMap((parameter, index) =>
    item.takenParameters.has(index)
      ? []
      : [context.extras.keep('parameter', parameter, at(item.place, 'parameters', index), used)],
  );
  if (refused.length > 0) left['parameters'] = refused;
  removeTaken(left, taken);
  // A path item without operations would leave no trace otherwise.
  return Object.keys(left).length > 0 || taken.size === 0 ? left : undefined;
}

/** Whether all members became operations or their parameters, as in most path items. */
function isAllTaken({ object, takenParameters }: PathItem, taken: ReadonlySet<string>): boolean {
  return Object.keys(object).every((key) => {
    const value = object[key];
    return taken.has(key) || (key === 'parameters' && isArray(value) && value.length === takenParameters.size);
  });
}

/** Leaves only the refused operations of `additionalOperations`. */
function removeTaken(left: { [key: string]: Json }, taken: ReadonlySet<string>): void {
  const additional = left[additionalOperations];
  if (!isObject(additional)) return;
  const refused = Object.keys(additional).filter((name) => !taken.has(`${additionalOperations}/${name}`));
  if (refused.length === Object.keys(additional).length) return;
  if (refused.length === 0) delete left[additionalOperations];
  else left[additionalOperations] = Object.fromEntries(refused.map((name) => [name, additional[name] ?? null]));
}
