import { emptyObject } from '../json/members.ts';
import { spelledTexts } from '../json/spellings.ts';
import { isArray, isObject, type Json } from '@connectory/json';

/** Keywords by which validators find schemas anywhere in a file, also inside annotations. */
const identifiers: ReadonlySet<string> = new Set(['$id', '$anchor', '$dynamicAnchor']);

/**
 * Renames identifiers inside an annotation to `x-id`, `x-anchor` and `x-dynamicAnchor`. Validators would take them
 * for schema identifiers, and two equal ones make a file ambiguous.
 */
export function annotationValue(value: Json): Json {
  return holdsIdentifier(value) ? withoutIdentifiers(value) : value;
}

/** `xml`, `externalDocs` or `discriminator`: objects in a schema whose members OpenAPI wants as text. Numbers are kept as they were spelt. */
export function annotationTexts(value: Json): Json {
  return annotationValue(isObject(value) ? spelledTexts(value) : value);
}

function holdsIdentifier(value: Json): boolean {
  if (isArray(value)) return value.some(holdsIdentifier);
  return (
    isObject(value) && Object.keys(value).some((key) => identifiers.has(key) || holdsIdentifier(value[key] ?? null))
  );
}

function withoutIdentifiers(value: Json): Json {
  if (isArray(value)) return value.map(withoutIdentifiers);
  if (!isObject(value)) return value;
  const kept = emptyObject();
  for (const key of Object.keys(value))
    kept[identifiers.has(key) ? `x-${key.slice(1)}` : key] = withoutIdentifiers(value[key] ?? null);
  return kept;
}
