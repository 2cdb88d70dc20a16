import type { Json, JsonObject } from '@connectory/json';
import { acceptOf } from './definition-names.ts';

/** The atoms of a form by place: what the property test compares, computed apart from the merge. */
export function flattenForm(form: JsonObject | undefined): ReadonlyMap<string, string> {
  const atoms = new Map<string, string>();
  if (form !== undefined) for (const [name, value] of Object.entries(form)) flatten(atoms, [name], value);
  return atoms;
}

const setNames = new Set(['required', 'enum', 'type']);

function flatten(atoms: Map<string, string>, path: readonly string[], value: Json): void {
  const place = JSON.stringify(path).slice(0, -1);
  const name = path.at(-1) ?? '';
  const inSchema = path[0] === 'schema';
  if (path.length === 1 && (name === 'parameters' || name === 'responses') && Array.isArray(value)) {
    for (const item of value as JsonObject[]) {
      const key =
        name === 'parameters' ? `${text(item['in'])} ${text(item['name'])}` : text(item['status'] ?? 'default');
      for (const [field, atom] of Object.entries(item)) flatten(atoms, [...path, key, field], atom);
    }
  } else if (!inSchema && name === 'definitions' && path.length > 1 && Array.isArray(value)) {
    for (const item of value)
      atoms.set(JSON.stringify([...path, acceptOf(String(item))[0]]).slice(0, -1), String(item));
  } else if ((inSchema && setNames.has(name) && isKeyword(path)) || name === 'accept') {
    for (const item of Array.isArray(value) ? value : [value]) atoms.set(`${place},${JSON.stringify(item)}`, 'in set');
  } else if (typeof value === 'object' && value !== null && !Array.isArray(value) && isMerged(path)) {
    atoms.set(place, 'object');
    for (const [field, item] of Object.entries(value)) flatten(atoms, [...path, field], item);
  } else atoms.set(place, JSON.stringify(value));
}

const maps = new Set(['properties', '$defs']);

/** Whether the last token is a keyword, not the name of a property. */
function isKeyword(path: readonly string[]): boolean {
  let inMap = false;
  for (const token of path.slice(1, -1)) inMap = !inMap && maps.has(token);
  return !inMap;
}

function isMerged(path: readonly string[]): boolean {
  return path[0] !== 'schema' || !['default', 'oneOf'].includes(path.at(-1) ?? '') || !isKeyword(path);
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
