import type { Comparable, Selector } from './query.ts';

type SingularNode = Extract<Comparable, { type: 'RelSingularQuery' }>['segments'][number]['node'];

/** The selector of a segment of a singular query. The parser wraps index selectors in another one, against its own types. */
export function singularSelector(node: SingularNode): Selector {
  const inner: unknown = Reflect.get(node, 'selector');
  const value: unknown = typeof inner === 'object' && inner !== null ? Reflect.get(inner, 'value') : undefined;
  return typeof value === 'number' ? { type: 'IndexSelector', value } : node;
}
