import { isObject, type Json } from '@connectory/json';
import type { ImportContext } from '../context/import-context.ts';
import { at, type Place } from '../place/place.ts';
import { additionalOperations, type MethodField, readAdditionalMethod, readMethodField } from './methods.ts';
import type { PathItem } from './path-item.ts';

/** A member of a path item, or of its `additionalOperations`, that is or should be an operation. */
interface FoundOperation {
  /** Unique within the path item. */
  readonly key: string;
  /** As written. */
  readonly name: string;
  readonly field: Exclude<MethodField, { kind: 'none' }>;
  readonly value: Json | undefined;
  readonly place: Place;
}

/** The operations of a path item, in the order of the document. */
export function findOperations(item: PathItem, context: ImportContext): readonly FoundOperation[] {
  const found: FoundOperation[] = [];
  for (const key of Object.keys(item.object)) {
    const value = item.object[key];
    const field = readMethodField(key, value);
    if (field.kind !== 'none')
      found.push({ key, name: key, field, value, place: context.shape.placeOf(value, at(item.place, key)) });
    else if (key === additionalOperations) addAdditional(found, value, item.place, context);
  }
  return found;
}

function addAdditional(
  found: FoundOperation[],
  operations: Json | undefined,
  place: Place,
  { shape }: ImportContext,
): void {
  if (!isObject(operations)) return;
  const here = shape.placeOf(operations, at(place, additionalOperations));
  for (const name of Object.keys(operations)) {
    const field = readAdditionalMethod(name);
    if (field.kind !== 'none')
      found.push({
        key: `${additionalOperations}/${name}`,
        name,
        field,
        value: operations[name],
        place: at(here, name),
      });
  }
}
