import type { Json } from '@connectory/json';

const named: ReadonlyMap<Json | undefined, boolean> = new Map<Json | undefined, boolean>([
  [true, true],
  [false, false],
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
]);

/** The boolean that a value is, or that a text names, as `"true"` does; undefined for other values. */
export function asBoolean(value: Json | undefined): boolean | undefined {
  return named.get(value);
}
