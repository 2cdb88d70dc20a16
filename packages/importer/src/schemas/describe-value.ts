import type { Json } from '@connectory/json';

/** The beginning of a value's JSON, for messages. */
export function describe(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
