import { isObject } from '@connectory/json';
import { member } from '../json/members.ts';
import { at } from '../place/place.ts';
import { schemaViolation } from '../rules/schema-violation.ts';
import { annotationTexts } from './annotation.ts';
import type { Keyword } from './keyword.ts';

/** Keeps `xml`. OpenAPI 3.2.0, XML Object: beside `nodeType`, the members that it replaces MUST NOT be present. */
export function translateXml({ translated, value, place, context }: Keyword): void {
  translated['xml'] = annotationTexts(value);
  if (!context.is32 || !isObject(value) || member(value, 'nodeType') === undefined) return;
  const replaced = ['attribute', 'wrapped'].filter((name) => member(value, name) !== undefined);
  if (replaced.length > 0)
    context.messages.report(
      schemaViolation,
      at(place, 'xml'),
      `must NOT have beside 'nodeType': ${replaced.join(', ')}`,
    );
}
