import { emptyObject } from '../json/members.ts';
import { isArray, isObject, type Json } from '@connectory/json';

/** What a keyword's value must be under JSON Schema 2020-12. */
export type KeywordForm =
  | 'schema'
  | 'schema-list'
  | 'schema-map'
  | 'pattern-map'
  | 'text'
  | 'flag'
  | 'number'
  | 'positive-number'
  | 'count'
  | 'name-list'
  | 'name-list-map'
  | 'data'
  | 'data-list'
  | 'nonempty-list';

/** The keywords of the 2020-12 meta-schemas whose value is checked, by form. Others are annotations and pass as they are. */
export const keywordForms: ReadonlyMap<string, KeywordForm> = new Map<string, KeywordForm>([
  ['additionalProperties', 'schema'],
  ['unevaluatedProperties', 'schema'],
  ['unevaluatedItems', 'schema'],
  ['items', 'schema'],
  ['contains', 'schema'],
  ['propertyNames', 'schema'],
  ['not', 'schema'],
  ['if', 'schema'],
  ['then', 'schema'],
  ['else', 'schema'],
  ['contentSchema', 'schema'],
  ['allOf', 'schema-list'],
  ['anyOf', 'schema-list'],
  ['oneOf', 'schema-list'],
  ['prefixItems', 'schema-list'],
  ['properties', 'schema-map'],
  ['$defs', 'schema-map'],
  ['definitions', 'schema-map'],
  ['dependentSchemas', 'schema-map'],
  ['patternProperties', 'pattern-map'],
  ['title', 'text'],
  ['description', 'text'],
  ['$comment', 'text'],
  ['format', 'text'],
  ['contentEncoding', 'text'],
  ['contentMediaType', 'text'],
  ['readOnly', 'flag'],
  ['writeOnly', 'flag'],
  ['deprecated', 'flag'],
  ['uniqueItems', 'flag'],
  ['minimum', 'number'],
  ['maximum', 'number'],
  ['exclusiveMinimum', 'number'],
  ['exclusiveMaximum', 'number'],
  ['multipleOf', 'positive-number'],
  ['minLength', 'count'],
  ['maxLength', 'count'],
  ['minItems', 'count'],
  ['maxItems', 'count'],
  ['minProperties', 'count'],
  ['maxProperties', 'count'],
  ['minContains', 'count'],
  ['maxContains', 'count'],
  ['required', 'name-list'],
  ['dependentRequired', 'name-list-map'],
  ['const', 'data'],
  ['default', 'data'],
  ['examples', 'data-list'],
  ['enum', 'nonempty-list'],
]);

/** A value as its keyword wants it, for the forms that hold no schemas; undefined when it cannot be had. */
export function fitValue(form: KeywordForm, value: Json): Json | undefined {
  switch (form) {
    case 'text':
      return typeof value === 'string' ? value : scalarText(value);
    case 'flag':
      return typeof value === 'boolean' ? value : undefined;
    case 'number':
      return typeof value === 'number' ? value : numberInText(value);
    case 'positive-number': {
      const number = typeof value === 'number' ? value : numberInText(value);
      return number !== undefined && number > 0 ? number : undefined;
    }
    case 'count': {
      const number = typeof value === 'number' ? value : numberInText(value);
      return number !== undefined && Number.isInteger(number) && number >= 0 ? number : undefined;
    }
    case 'name-list':
      return nameList(value);
    case 'name-list-map':
      return nameListMap(value);
    case 'data':
      return value;
    case 'data-list':
      return isArray(value) ? value : undefined;
    case 'nonempty-list':
      return isArray(value) && value.length > 0 ? value : undefined;
    case 'schema':
    case 'schema-list':
    case 'schema-map':
    case 'pattern-map':
      return undefined;
  }
}

/** YAML without quotes: a description of `404` or `true` is a text all the same. */
function scalarText(value: Json): string | undefined {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function numberInText(value: Json): number | undefined {
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function nameList(value: Json): Json | undefined {
  if (!isArray(value)) return undefined;
  const names = value.filter((name) => typeof name === 'string');
  return names.length === value.length ? [...new Set(names)] : undefined;
}

function nameListMap(value: Json): Json | undefined {
  if (!isObject(value)) return undefined;
  const fitted = emptyObject();
  for (const key of Object.keys(value)) {
    const names = nameList(value[key] ?? null);
    if (names === undefined) return undefined;
    fitted[key] = names;
  }
  return fitted;
}
