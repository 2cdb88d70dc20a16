import { isArray, isObject, type Json } from '@connectory/json';
import { member } from '../json/members.ts';

/**
 * The `$dynamicAnchor`s that a schema has exactly once. Two equal ones in one file are ambiguous (JSON Schema 2020-12
 * Core, section 8.2.2).
 */
export function collectDynamicAnchors(schema: Json | undefined): ReadonlySet<string> {
  const counts = new Map<string, number>();
  const todo: (Json | undefined)[] = [schema];
  while (todo.length > 0) {
    const value = todo.pop();
    if (isArray(value)) {
      for (const item of value) todo.push(item);
    } else if (isObject(value)) {
      const name = member(value, '$dynamicAnchor');
      if (typeof name === 'string' && /^[A-Za-z_][-A-Za-z0-9._]*$/.test(name))
        counts.set(name, (counts.get(name) ?? 0) + 1);
      for (const key of Object.keys(value)) todo.push(value[key]);
    }
  }
  return new Set([...counts].filter(([, count]) => count === 1).map(([name]) => name));
}
