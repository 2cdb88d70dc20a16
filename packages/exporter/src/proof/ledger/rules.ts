/**
 * The documented ways in which an export differs from its source without a message. docs/mapping.md lists them.
 */
export const normalisationRules = {
  'openapi-version': 'the declared version is that of the export',
  dialect: 'all schemas are JSON Schema 2020-12, which needs no mention',
  'written-out': 'a reference is replaced by the object that it leads to',
  reference: 'a reference leads to the same object at its place in the export',
  'reference-siblings': 'members beside a reference have no effect in OpenAPI 3.0 and Swagger 2.0',
  default: 'a member that says what applies already is left out',
  empty: 'an empty list or object, or `null` in its place, is left out',
  'path-parameter': 'path parameters are always required',
  'set-aside': 'a member is kept under a name that starts with `x-`',
  nullable: '`null` is one of the types',
  'exclusive-limit': '`exclusiveMinimum` and `exclusiveMaximum` are limits, not flags',
  example: '`example` is one of `examples`',
  pattern: 'escapes without meaning are removed from a regular expression',
  'required-one-way': 'names that are required in one direction are in `x-required`',
  text: 'a number or flag where text is meant is text',
  number: 'text where a number is meant is a number',
  'text-file': 'a reference to a text file is its text',
  'not-selected': 'only what the selected operations reach is imported',
  unreferenced: 'part of a file that no reference leads to',
  'binary-file': 'a file is a binary string',
  servers: '`host`, `basePath` and `schemes` are `servers`',
  'media-types': '`consumes` and `produces` are keys of `content`',
  'list-format': '`collectionFormat` is `style` and `explode`',
  body: 'parameters `in: body` and `in: formData` are the request body',
  'security-scheme': 'security schemes are spelt as in OpenAPI 3',
} as const;

export type NormalisationRule = keyof typeof normalisationRules;
