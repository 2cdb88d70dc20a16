import { emptyObject } from '../json/members.ts';
import { writtenText } from '../json/spellings.ts';
import { isArray, isObject, type Json } from '@connectory/json';

/** The form that JSON Schema 2020-12 requires of a keyword's value. */
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

/** Keywords of the 2020-12 meta-schemas whose value is checked, by form. All other keywords pass as annotations. */
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

/** Coerces a value to the form of its keyword; undefined when that is impossible. For forms without schemas. */
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

/** Unquoted YAML text such as `404` or `true` is read as a number or boolean. */
function scalarText(value: Json): string | undefined {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function numberInText(value: Json): number | undefined {
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** The names of a list, each once. Numbers and booleans of unquoted YAML are names too; other items are left out. */
function nameList(value: Json): Json | undefined {
  if (!isArray(value)) return undefined;
  const names = value.map((item, index) => writtenText(item, value, index)).filter((name) => name !== undefined);
  return names.length === 0 && value.length > 0 ? undefined : [...new Set(names)];
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
