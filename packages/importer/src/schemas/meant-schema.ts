import { childAt, encodeFragment, isObject, type Json, splitPointer } from '@connectory/json';
import { member } from '../json/members.ts';
import { at, fileOf, fileRoot, type Place, tokensOf } from '../place/place.ts';
import type { References } from '../references/references.ts';

/** A schema of the document, its place and the name of the place. */
export interface SchemaAt {
  readonly place: Place;
  readonly pointer: string;
  readonly value: Json;
}

/**
 * Finds the schema that a reference means: from the root of the document, else from the root of an enclosing schema.
 */
export function findMeant(reference: string, place: Place, references: References): SchemaAt | undefined {
  const target = references.find(reference, place);
  if (target.kind === 'found' && (isObject(target.value) || typeof target.value === 'boolean')) return target;
  return reference.startsWith('#/') ? findInSchema(reference, place, references) : undefined;
}

/** Enclosing schemas with another reference through which a reference is followed. Without a limit, deep ones take long for each reference. */
const maxLedThrough = 1;

/** Resolves a reference from the nearest enclosing schema in which its path exists. */
function findInSchema(reference: string, place: Place, references: References): SchemaAt | undefined {
  const [first = ''] = splitPointer(reference.slice(1));
  const values = valuesAbove(place, references);
  let ledThrough = 0;
  for (let here = place.parent; here?.parent !== undefined; here = here.parent) {
    const value = values.pop();
    // A pointer from the root is written only for a schema that it can lead through: names can be long, and references many.
    if (childAt(value, first) === undefined) {
      if (ledThrough === maxLedThrough || !leadsOn(value, reference)) continue;
      ledThrough += 1;
    }
    const target = references.find(`#${encodeFragment(tokensOf(here))}${reference.slice(1)}`, fileRoot(fileOf(here)));
    if (target.kind === 'found' && isObject(target.value)) return target;
  }
  return undefined;
}

/** Whether a pointer can lead through a value by another reference than the one that is looked up. */
function leadsOn(value: Json | undefined, reference: string): boolean {
  const other = isObject(value) ? member(value, '$ref') : undefined;
  return other !== undefined && other !== reference;
}

/** The values from the root of the file down to the parent of a place. */
function valuesAbove(place: Place, references: References): (Json | undefined)[] {
  const root = references.find('#', fileRoot(fileOf(place)));
  const values: (Json | undefined)[] = [root.kind === 'found' ? root.value : undefined];
  for (const token of tokensOf(place).slice(0, -1)) values.push(childAt(values.at(-1), token));
  return values;
}

/** Maximum number of links followed to find a cycle. Longer chains are assumed to end. */
const maxLinks = 100;

/**
 * Whether a chain of references returns to a schema that it has visited. Unlike `isEndless`, it follows references
 * that are resolved from an enclosing schema.
 */
export function leadsBack(start: SchemaAt, references: References): boolean {
  const seen = new Set<string>();
  let here: SchemaAt | undefined = start;
  while (here !== undefined && seen.size < maxLinks) {
    if (seen.has(here.pointer)) return true;
    seen.add(here.pointer);
    const reference: Json | undefined = isObject(here.value)
      ? (member(here.value, '$ref') ?? member(here.value, '$dynamicRef'))
      : undefined;
    if (typeof reference !== 'string') return false;
    here = findMeant(reference, at(here.place, '$ref'), references);
  }
  return false;
}
