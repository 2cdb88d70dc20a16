import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { ConnectorModel, Json } from '../src/index.ts';
import { isObject } from '@connectory/json';

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'connect'];
const dialect = 'https://json-schema.org/draft/2020-12/schema';
const base = 'https://connectory.example/s/';
const served = /^https:\/\/connectory\.example\/s\//;

/** Returns the broken promises of a model, checked without code of the importer. */
export function faultsOf(root: Json, model: ConnectorModel): readonly string[] {
  return [
    ...operationFaults(root, model),
    ...nameFaults(model),
    ...indexFaults(model),
    ...coverageFaults(model),
    ...messageFaults(model),
    ...compileFaults(model),
  ];
}

function own(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

function keysOf(value: unknown): readonly string[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

function operationFaults(root: Json, model: ConnectorModel): readonly string[] {
  const paths = own(root, 'paths');
  let expected = 0;
  for (const template of keysOf(paths).filter((key) => !key.startsWith('x-'))) {
    const item = follow(root, own(paths, template));
    expected += methods.filter(
      (method) => keysOf(own(item, method)).length > 0 || isEmptyObject(own(item, method)),
    ).length;
  }
  return expected === model.actions.length ? [] : [`${expected} operations, ${model.actions.length} actions`];
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A path item after following its references. Members beside a reference win; of one that fails, only these are left. */
function follow(root: Json, value: unknown): unknown {
  let merged: unknown = value;
  const seen = new Set<unknown>();
  for (;;) {
    const reference = own(merged, '$ref');
    if (typeof reference !== 'string') return merged;
    const target = reference.startsWith('#/') ? atPointer(root, reference.slice(1)) : undefined;
    // All paths together are another kind of object.
    const isPathItem = keysOf(target).length > 0 && target !== own(root, 'paths');
    if (!isPathItem || seen.has(target)) return value;
    seen.add(target);
    const { $ref: _reference, ...siblings } = Object(merged) as { $ref: unknown };
    merged = { ...Object(target), ...siblings };
  }
}

function atPointer(root: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, token) => own(value, decode(token).replaceAll('~1', '/').replaceAll('~0', '~')), root);
}

function decode(token: string): string {
  return /%(?![0-9a-f]{2})/i.test(token) ? token : decodeURIComponent(token);
}

function nameFaults({ actions, triggers, definitions }: ConnectorModel): readonly string[] {
  const faults: string[] = [];
  const judge = (kind: string, names: readonly string[], pattern: RegExp): void => {
    for (const name of names) if (!pattern.test(name)) faults.push(`${kind} ${name} does not fit`);
    if (new Set(names).size < names.length) faults.push(`names of ${kind} repeat`);
  };
  judge(
    'actions',
    actions.map(({ name }) => name),
    /^[a-zA-Z0-9_\-$]+$/,
  );
  judge(
    'triggers',
    triggers.map(({ name }) => name),
    /^[a-zA-Z0-9_\-$]+$/,
  );
  judge(
    'definitions',
    definitions.map(({ name }) => name.toLowerCase()),
    /^[a-z0-9_-]+$/,
  );
  return faults;
}

function indexFaults({ actions, triggers, definitions }: ConnectorModel): readonly string[] {
  const used = [...actions, ...triggers].flatMap(({ requestBody, responses, references }) => [
    ...(requestBody?.definitions ?? []),
    ...responses.flatMap((response) => response.definitions),
    ...references,
  ]);
  return [...used, ...definitions.flatMap(({ references }) => references)]
    .filter((index) => definitions[index] === undefined)
    .map((index) => `definition ${index} does not exist`);
}

function coverageFaults({ coverage, actions, triggers }: ConnectorModel): readonly string[] {
  const faults = Object.entries(coverage)
    .filter(
      ([, count]) =>
        count.inDocument !== count.asWritten + count.withMessage + count.notImported ||
        count.withMessage !== count.noted + count.changed,
    )
    .map(([kind]) => `coverage of ${kind} does not balance`);
  const taken = ({ asWritten, withMessage }: { asWritten: number; withMessage: number }): number =>
    asWritten + withMessage;
  if (taken(coverage.operations) !== actions.length) faults.push('coverage counts other operations');
  if (taken(coverage.webhooks) + taken(coverage.callbacks) !== triggers.length)
    faults.push('coverage counts other triggers');
  return faults;
}

function messageFaults({ messages }: ConnectorModel): readonly string[] {
  return messages
    .filter(
      ({ code, text, locations, detail }) =>
        !text.startsWith(`[${code}] `) || locations.length > 100 || detail.length > 101 || locations.length === 0,
    )
    .map(({ code }) => `message ${code} is misshapen`);
}

/** Number of documents that share a validator. Creating one is slow, and it keeps all that it compiled. */
const documentsPerValidator = 200;

const shared = { ajv: createValidator(), documents: 0 };

function createValidator(): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, logger: false, inlineRefs: false, code: { optimize: false } });
  formats.default(ajv);
  return ajv;
}

/** The URL under which a definition is loaded. */
export function servedUrl(name: string): string {
  return `${base}${name}.json`;
}

/** Loads all schemas as siblings, as a client does, and compiles each. Removes the schemas of the previous model. */
export function compileAll(model: ConnectorModel): { ajv: Ajv2020; faults: readonly string[] } {
  shared.documents += 1;
  if (shared.documents % documentsPerValidator === 0) shared.ajv = createValidator();
  const { ajv } = shared;
  ajv.removeSchema(served);
  const faults: string[] = [];
  const attempt = (name: string, compile: () => unknown): void => {
    try {
      compile();
    } catch (error) {
      faults.push(`${name}.json: ${String(error)}`);
    }
  };
  for (const { name, schema } of model.definitions)
    attempt(name, () => ajv.addSchema(JSON.parse(schema) as object, servedUrl(name)));
  for (const { name } of model.definitions) attempt(name, () => ajv.getSchema(servedUrl(name)));
  return { ajv, faults };
}

function compileFaults(model: ConnectorModel): readonly string[] {
  const undeclared = model.definitions
    .filter(({ schema }) => {
      const value = JSON.parse(schema) as Json;
      return isObject(value) && (value['$schema'] !== dialect || Object.hasOwn(value, '$id'));
    })
    .map(({ name }) => `${name}.json does not declare its dialect, or has an identifier`);
  return [...undeclared, ...compileAll(model).faults];
}

/** Returns the validator of one definition, with its siblings loaded. */
export function validatorOf(model: ConnectorModel, name: string): (instance: unknown) => boolean {
  const validate = compileAll(model).ajv.getSchema(servedUrl(name));
  if (validate === undefined) throw new Error(`no definition ${name}`);
  return (instance) => validate(instance) === true;
}
