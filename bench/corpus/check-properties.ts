// The properties that must hold for every document, each checked without the importer's own help.
import Ajv2020 from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'connect']);
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const base = 'https://connectory.example/s/';

/** Operations of `paths` as anyone would count them; path items behind references are followed. */
export function countOperations(root) {
  const paths = isObject(root.paths) ? root.paths : {};
  let count = 0;
  for (const [template, written] of Object.entries(paths)) {
    if (template.startsWith('x-')) continue;
    const item = follow(root, written);
    if (!isObject(item)) continue;
    for (const [key, operation] of Object.entries(item)) if (methods.has(key) && isObject(operation)) count += 1;
  }
  return count;
}

function follow(root, value) {
  for (let steps = 0; isObject(value) && typeof value.$ref === 'string' && steps < 50; steps += 1) {
    const tokens = decodeURIComponent(value.$ref).split('/').slice(1);
    value = tokens.reduce((at, token) => at?.[token.replaceAll('~1', '/').replaceAll('~0', '~')], root);
  }
  return value;
}

/** @returns the names of the properties that do not hold, each with the first reason. */
export function checkProperties(root, model) {
  const faults = {};
  const expect = (property, holds, reason) => {
    if (!holds) faults[property] ??= reason();
  };
  const operations = countOperations(root);
  expect(
    'operations',
    model.actions.length === operations,
    () => `${model.actions.length} actions, ${operations} operations`,
  );
  expectNames(expect, model);
  expectCoverage(expect, model);
  const schemas = new Map(model.definitions.map(({ name, schema }) => [`${name}.json`, JSON.parse(schema)]));
  for (const [file, schema] of schemas) {
    for (const reference of referencesIn(schema)) {
      expect('references', leads(schemas, file, reference), () => `${file}: ${reference}`);
    }
  }
  expectCompiles(expect, schemas);
  return faults;
}

function expectNames(expect, model) {
  const unique = (names) => new Set(names).size === names.length;
  for (const kind of ['actions', 'triggers']) {
    const names = model[kind].map(({ name }) => name);
    expect(
      'names',
      names.every((name) => /^[a-zA-Z0-9_\-$]+$/.test(name)) && unique(names),
      () => `${kind} do not fit or repeat`,
    );
  }
  const names = model.definitions.map(({ name }) => name.toLowerCase());
  expect(
    'names',
    names.every((name) => /^[a-z0-9_-]+$/.test(name)) && unique(names),
    () => 'definitions do not fit or repeat',
  );
}

function expectCoverage(expect, model) {
  for (const [kind, count] of Object.entries(model.coverage)) {
    const sum = count.asWritten + count.withMessage + count.notImported;
    expect('coverage', sum === count.inDocument, () => `${kind}: ${JSON.stringify(count)}`);
  }
  const { operations, webhooks, callbacks } = model.coverage;
  const taken = (count) => count.asWritten + count.withMessage;
  expect('coverage', taken(operations) === model.actions.length, () => 'operations and actions differ');
  expect(
    'coverage',
    taken(webhooks) + taken(callbacks) === model.triggers.length,
    () => 'webhooks, callbacks and triggers differ',
  );
}

const data = new Set(['default', 'enum', 'const', 'examples', 'example']);

function* referencesIn(schema, holdsNames = false) {
  if (Array.isArray(schema)) for (const item of schema) yield* referencesIn(item);
  if (!isObject(schema)) return;
  for (const [key, value] of Object.entries(schema)) {
    if (holdsNames) yield* referencesIn(value);
    else if (key === '$ref' && typeof value === 'string') yield value;
    else if (!data.has(key) && !key.startsWith('x-')) {
      yield* referencesIn(
        value,
        ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'].includes(key),
      );
    }
  }
}

function leads(schemas, file, reference) {
  const [target, fragment = ''] = reference.split('#');
  let value = schemas.get(target === '' ? file : target);
  for (const token of fragment.split('/').slice(1)) {
    value = value?.[decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return value !== undefined;
}

function expectCompiles(expect, schemas) {
  const ajv = new Ajv2020({ strict: false, logger: false, inlineRefs: false });
  addFormats(ajv);
  const added = [];
  for (const [file, schema] of schemas) {
    try {
      ajv.addSchema(schema, base + file);
      added.push(file);
    } catch (error) {
      expect('compiles', false, () => `${file}: ${error.message}`.slice(0, 300));
    }
  }
  for (const file of added) {
    try {
      ajv.getSchema(base + file);
    } catch (error) {
      expect('compiles', false, () => `${file}: ${error.message}`.slice(0, 300));
    }
  }
}
