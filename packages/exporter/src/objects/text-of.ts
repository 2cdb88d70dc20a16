import type { Json } from '@connectory/json';

/** A string, or a number as one; empty for other values, which rows do not hold where text is expected. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
