import { encodeFragment, isObject, type Json } from '@connectory/json';
import { member } from '../json/members.ts';
import { at, fileOf, fileRoot, type Place, placeOfPointer, tokensOf } from '../place/place.ts';
import type { References } from '../references/references.ts';

/** A schema of the document and where it is. */
export interface SchemaAt {
  readonly pointer: string;
  readonly value: Json;
}

/** The schema that a reference in a schema means: where it leads in the document, else within the schema that it stands in. */
export function findMeant(reference: string, place: Place, references: References): SchemaAt | undefined {
  const target = references.find(reference, place);
  if (target.kind === 'found' && (isObject(target.value) || typeof target.value === 'boolean')) return target;
  return reference.startsWith('#/') ? findInSchema(reference, place, references) : undefined;
}

/** A reference that its author meant from the root of the schema that it stands in: the first ancestor where it leads somewhere. */
function findInSchema(reference: string, place: Place, references: References): SchemaAt | undefined {
  for (let here = place.parent; here?.parent !== undefined; here = here.parent) {
    const target = references.find(`#${encodeFragment(tokensOf(here))}${reference.slice(1)}`, fileRoot(fileOf(here)));
    if (target.kind === 'found' && isObject(target.value)) return target;
  }
  return undefined;
}

/** Links looked at for a circle through references that are meant within their schema; longer chains are taken to end. */
const maxLinks = 100;

/** Whether a place leads only to a reference met before, where some of the references are meant within their schema. */
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
    here = findMeant(reference, at(placeOfPointer(here.pointer), '$ref'), references);
  }
  return false;
}
