// node packages/importer/tools/generate-structure.mjs [--check]
// Writes src/structure/generated/structure-{2-0,3-0,3-1,3-2}.ts from the schemas that the OpenAPI Initiative publishes,
// as an npm package carries them: for each kind of object, a compiled validator of that object alone. The member tables
// lead from one object to the next, so that the walk needs no recursion and each violation is found at its object.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import Ajv from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import { readPublishedSchema } from './published-schemas.mjs';
import { corrections } from './schema-corrections.mjs';

const folder = new URL('../src/structure/generated/', import.meta.url);

/** Kinds of objects, by the name of their definition in lower case without separators. */
const kindNames = {
  info: 'info',
  contact: 'contact',
  license: 'license',
  server: 'server',
  servervariable: 'server-variable',
  components: 'components',
  paths: 'paths',
  pathitem: 'path-item',
  operation: 'operation',
  externaldocs: 'external-documentation',
  externaldocumentation: 'external-documentation',
  parameter: 'parameter',
  primitivesitems: 'items',
  requestbody: 'request-body',
  mediatype: 'media-type',
  encoding: 'encoding',
  responses: 'responses',
  response: 'response',
  responsevalue: 'response',
  callback: 'callbacks',
  callbacks: 'callbacks',
  example: 'example',
  link: 'link',
  header: 'header',
  tag: 'tag',
  securityscheme: 'security-scheme',
  oauthflows: 'oauth-flows',
  securityrequirement: 'security-requirement',
  // Judged where they are translated, or resolved.
  schema: 'schema',
  fileschema: 'schema',
  reference: 'reference',
  jsonreference: 'reference',
};
const notJudged = new Set(['schema', 'reference']);

/** Keywords that need code at run time, or that do not constrain structure. */
const dropped = new Set([
  'uniqueItems',
  'minLength',
  'format',
  'default',
  'description',
  'title',
  '$defs',
  'definitions',
  '$id',
  'id',
  '$schema',
  '$comment',
  '$dynamicAnchor',
]);
const mapsOfSchemas = new Set(['properties', 'patternProperties', 'dependentSchemas']);

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

function kindNamed(reference) {
  const name = /^#\/(?:\$defs|definitions)\/([^/]+)$/.exec(reference)?.[1] ?? '';
  return kindNames[
    name
      .replace(/-or-reference$/, '')
      .replaceAll('-', '')
      .toLowerCase()
  ];
}

/** The kind that a schema stands for: itself, a reference to it, or a choice between it and a reference object. */
function kindOf(value) {
  if (typeof value?.$ref === 'string') return kindNamed(value.$ref);
  if (value?.$dynamicRef !== undefined) return 'schema';
  if (!Array.isArray(value?.oneOf)) return undefined;
  const kinds = new Set(value.oneOf.map(kindOf));
  kinds.delete('reference');
  return kinds.size === 1 ? [...kinds][0] : undefined;
}

/** Copies a schema, without what it says of objects that have a kind of their own. */
function judgeAlone(value, root, holdsNames = false) {
  const inner = (each, names) => judgeAlone(each, root, names);
  if (Array.isArray(value)) return value.map((item) => inner(item));
  if (!isObject(value)) return value;
  if (!holdsNames && kindOf(value) !== undefined) return true;
  const entries = Object.entries(value).filter(([key]) => holdsNames || !(dropped.has(key) || key === '$ref'));
  const copy = Object.fromEntries(
    entries.map(([key, held]) => [
      key,
      !holdsNames && (key === 'enum' || key === 'const') ? held : inner(held, !holdsNames && mapsOfSchemas.has(key)),
    ]),
  );
  if (holdsNames || value.$ref === undefined) return copy;
  const target = value.$ref
    .split('/')
    .slice(1)
    .reduce((schema, token) => schema[token], root);
  return { ...copy, allOf: [...(copy.allOf ?? []), inner(target)] };
}

function generate(schema, AjvClass) {
  const definitions = schema.$defs ?? schema.definitions;
  const sources = new Map([['document', schema]]);
  for (const [name, definition] of Object.entries(definitions)) {
    const kind = kindNamed(`#/definitions/${name}`);
    // A choice between an object and a reference to one is no kind.
    if (kind === undefined || notJudged.has(kind) || name.endsWith('-or-reference') || kindOf(definition) === kind)
      continue;
    sources.set(kind, definition);
  }
  const ajv = new AjvClass({
    strict: false,
    allErrors: true,
    validateFormats: false,
    inlineRefs: true,
    messages: true,
    code: { source: true, esm: true },
  });
  const kinds = [...sources.keys()];
  kinds.forEach((kind, index) => ajv.addSchema(judgeAlone(sources.get(kind), schema), `v${index}`));
  const code = standalone(ajv, Object.fromEntries(kinds.map((_, index) => [`v${index}`, `v${index}`])));
  if (code.includes('require(')) throw new Error('the validators need code at run time');
  return [
    '// @ts-nocheck',
    '// Written by tools/generate-structure.mjs from the schema that the OpenAPI Initiative publishes.',
    code
      .replace(/^"use strict";/, '')
      .replaceAll(/export const (v\d+) = /g, 'const $1 = ')
      // A member such as "constructor" would count as evaluated: every object inherits it.
      .replaceAll(/!(props\d+)\[(key\d+)\]/g, '$1[$2] !== true'),
    `export const validators = new Map([\n${kinds.map((kind, index) => `  ['${kind}', v${index}],`).join('\n')}\n]);`,
    '',
  ].join('\n');
}

const stale = [];
mkdirSync(folder, { recursive: true });
for (const [version, correct] of Object.entries(corrections)) {
  const file = new URL(`structure-${version.replace('.', '-')}.ts`, folder);
  const schema = readPublishedSchema(version);
  correct(schema);
  const code = generate(schema, schema.$defs === undefined ? (Ajv.default ?? Ajv) : Ajv2020);
  if (!process.argv.includes('--check')) writeFileSync(file, code);
  else if (readFileSync(file, 'utf8') !== code) stale.push(file.pathname);
}
if (stale.length > 0) {
  console.error(`not as the script writes them: ${stale.join(', ')}`);
  process.exitCode = 1;
}
