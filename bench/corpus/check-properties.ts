// Properties that must hold for every imported document, checked without code of the importer.
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

export const properties = [
  'throws',
  'dies',
  'operations',
  'names',
  'coverage',
  'references',
  'compiles',
  'deterministic',
] as const;

/** The first reason for each property that does not hold. */
export type Faults = { [Property in (typeof properties)[number]]?: string };

type Expect = (property: keyof Faults, holds: boolean, reason: () => string) => void;

interface Count {
  readonly inDocument: number;
  readonly asWritten: number;
  readonly withMessage: number;
  readonly notImported: number;
}

/** An imported connector, as the checks need it. */
export interface CheckedModel {
  readonly actions: readonly { readonly name: string }[];
  readonly triggers: readonly { readonly name: string }[];
  /** Schemas as JSON text. */
  readonly definitions: readonly { readonly name: string; readonly schema: string }[];
  readonly coverage: object;
}

type JsonObject = { readonly [key: string]: unknown };

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'connect']);
const baseUrl = 'https://connectory.example/s/';

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Checks all properties of an import. @param root the parsed document */
export function checkProperties(root: unknown, model: CheckedModel): Faults {
  const faults: Faults = {};
  const expect: Expect = (property, holds, reason) => {
    if (!holds) faults[property] ??= reason();
  };
  const operations = countOperations(root, sections.actions);
  const webhooks = countOperations(root, sections.webhooks);
  expect(
    'operations',
    model.actions.length === operations,
    () => `${model.actions.length} actions, ${operations} operations`,
  );
  const counted = (model.coverage as { readonly webhooks?: Count }).webhooks?.inDocument;
  expect('operations', counted === webhooks, () => `${counted} webhooks in the coverage, ${webhooks} in the document`);
  expectNames(expect, model);
  expectCoverage(expect, model);
  const schemas = new Map<string, JsonObject | boolean>(
    model.definitions.map(({ name, schema }) => [`${name}.json`, JSON.parse(schema)]),
  );
  for (const [file, schema] of schemas) {
    for (const reference of referencesIn(schema)) {
      expect('references', isResolvable(schemas, file, reference), () => `${file}: ${reference}`);
    }
  }
  expectCompiles(expect, schemas);
  return faults;
}

/** The members of a document whose path items become actions, and those whose path items become triggers. */
const sections = { actions: ['paths', 'x-ms-paths'], webhooks: ['webhooks', 'x-webhooks'] } as const;

/** Counts the operations of some members of a document, following references of path items. A webhook may be called like an extension. */
function countOperations(root: unknown, names: readonly string[]): number {
  let count = 0;
  for (const name of names) {
    const section = isObject(root) && isObject(root[name]) ? root[name] : {};
    for (const [template, written] of Object.entries(section))
      if (!template.startsWith('x-') || name.endsWith('webhooks'))
        count += countInPathItem(followReferences(root, written));
  }
  return count;
}

function countInPathItem(item: unknown): number {
  if (!isObject(item)) return 0;
  return Object.entries(item).filter(([key, operation]) => methods.has(key.toLowerCase()) && isObject(operation))
    .length;
}

const maxReferences = 50;

function followReferences(root: unknown, start: unknown): unknown {
  let value = start;
  for (let steps = 0; isObject(value) && typeof value['$ref'] === 'string' && steps < maxReferences; steps += 1) {
    const tokens = decodeURIComponent(value['$ref']).split('/').slice(1);
    value = readPath(root, tokens);
  }
  return value;
}

/** @param tokens of a JSON Pointer, still escaped */
function readPath(root: unknown, tokens: readonly string[]): unknown {
  return tokens.reduce<unknown>((value, token) => {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  }, root);
}

function expectNames(expect: Expect, model: CheckedModel): void {
  const areUnique = (names: readonly string[]): boolean => new Set(names).size === names.length;
  for (const kind of ['actions', 'triggers'] as const) {
    const names = model[kind].map(({ name }) => name);
    expect(
      'names',
      names.every((name) => /^[a-zA-Z0-9_\-$]+$/.test(name)) && areUnique(names),
      () => `names of ${kind} are invalid or not unique`,
    );
  }
  const names = model.definitions.map(({ name }) => name.toLowerCase());
  expect(
    'names',
    names.every((name) => /^[a-z0-9_-]+$/.test(name)) && areUnique(names),
    () => 'names of definitions are invalid or not unique',
  );
}

function expectCoverage(expect: Expect, model: CheckedModel): void {
  const coverage = model.coverage as { readonly [kind: string]: Count };
  for (const [kind, count] of Object.entries(coverage)) {
    const sum = count.asWritten + count.withMessage + count.notImported;
    expect('coverage', sum === count.inDocument, () => `${kind}: ${JSON.stringify(count)}`);
  }
  const imported = (kind: string): number => {
    const { asWritten = 0, withMessage = 0 } = coverage[kind] ?? {};
    return asWritten + withMessage;
  };
  expect('coverage', imported('operations') === model.actions.length, () => 'operations and actions differ');
  expect(
    'coverage',
    imported('webhooks') + imported('callbacks') === model.triggers.length,
    () => 'webhooks, callbacks and triggers differ',
  );
}

/** Keywords whose values are schemas or lists of schemas. All others but `mapKeywords` are data, in which `$ref` has no meaning. */
const schemaKeywords = new Set(
  `allOf anyOf oneOf not if then else items prefixItems contains contentSchema additionalProperties unevaluatedItems
   unevaluatedProperties propertyNames`.split(/\s+/),
);
/** Keywords whose values map names to schemas. */
const mapKeywords = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);

function* referencesIn(schema: unknown, isMap = false): Generator<string> {
  if (Array.isArray(schema)) for (const item of schema) yield* referencesIn(item);
  if (!isObject(schema)) return;
  for (const [key, value] of Object.entries(schema)) {
    if (isMap) yield* referencesIn(value);
    else if (key === '$ref' && typeof value === 'string') yield value;
    else if (mapKeywords.has(key)) yield* referencesIn(value, true);
    else if (schemaKeywords.has(key)) yield* referencesIn(value);
  }
}

function isResolvable(schemas: ReadonlyMap<string, unknown>, file: string, reference: string): boolean {
  const [target = '', fragment = ''] = reference.split('#');
  const tokens = fragment.split('/').slice(1).map(decodeURIComponent);
  return readPath(schemas.get(target === '' ? file : target), tokens) !== undefined;
}

function expectCompiles(expect: Expect, schemas: ReadonlyMap<string, JsonObject | boolean>): void {
  const ajv = new Ajv2020({ strict: false, logger: false, inlineRefs: false });
  addFormats.default(ajv);
  const attempt = (file: string, action: () => void): boolean => {
    try {
      action();
      return true;
    } catch (error) {
      expect('compiles', false, () =>
        `${file}: ${error instanceof Error ? error.message : String(error)}`.slice(0, 300),
      );
      return false;
    }
  };
  const added = [...schemas].filter(([file, schema]) =>
    attempt(file, () => void ajv.addSchema(schema, baseUrl + file)),
  );
  for (const [file] of added) attempt(file, () => void ajv.getSchema(baseUrl + file));
}
