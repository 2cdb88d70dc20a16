import AjvDraft04 from 'ajv-draft-04';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { JSONSchemaFaker } from 'json-schema-faker';
import type { ConnectorModel, Json } from '../src/index.ts';
import { isArray, isObject, type JsonObject } from '@connectory/json';
import { objectMember } from '../src/json/members.ts';
import { type Direction, Directions, directionsOf, withoutOneWayNames } from './directions.ts';
import { compileAll, servedUrl } from './faults-of.ts';

/** The comparison of one component schema. */
export interface Comparison {
  readonly name: string;
  /** Number of instances that are valid under both, and invalid under both. */
  readonly accepted: number;
  readonly refused: number;
  /** Number of instances that are valid in some direction only, and that the definition, which serves both, accepts. */
  readonly oneWay: number;
  readonly differing: readonly Difference[];
  /** The reason why the schema was skipped. */
  readonly skipped?: string;
}

/** An instance that is valid under one of the two only. */
export interface Difference {
  readonly instance: Json;
  readonly source: boolean;
  readonly direction?: Direction;
}

type Validate = (instance: unknown) => boolean;
type Random = () => number;

/** Number of instances generated per schema, and of mutations per instance. */
const generated = 4;
const mutations = 12;

/**
 * Compares component schemas of a real document with their served definitions. Validates generated instances, what travels of them in
 * each direction, and mutations of them, with a validator of each dialect.
 */
export function createMeaningJudge(document: JsonObject, model: ConnectorModel): (name: string) => Comparison {
  const source = createSourceValidators(document);
  let relaxed: ReturnType<typeof createSourceValidators> | undefined;
  const isValidInSomeDirection = (name: string, instance: Json): boolean => {
    if (!isDirected(document)) return false;
    relaxed ??= createSourceValidators(withoutOneWayNames(document));
    const validate = relaxed(name);
    return typeof validate === 'function' && validate(instance);
  };
  const { ajv } = compileAll(model);
  return (name) => {
    const skip = (skipped: string): Comparison => ({
      name,
      accepted: 0,
      refused: 0,
      oneWay: 0,
      differing: [],
      skipped,
    });
    const validate = ajv.getSchema(servedUrl(name));
    const original = source(name);
    if (typeof original === 'string') return skip(original);
    if (validate === undefined) return skip('renamed');
    const served: Validate = (instance) => validate(instance) === true;
    const random = createRandom(name);
    const instances = generate(document, name, random).filter(original);
    if (instances.length === 0) return skip('no valid instance was generated');
    const mutated = instances.flatMap((instance) => mutate(instance, random));
    const verdicts = [...instances, ...mutated].map((instance) => ({
      instance,
      source: original(instance),
      served: served(instance),
    }));
    const differing = verdicts.filter((verdict) => verdict.source !== verdict.served);
    const oneWay = differing.filter((verdict) => verdict.served && isValidInSomeDirection(name, verdict.instance));
    return {
      name,
      accepted: verdicts.filter((verdict) => verdict.source && verdict.served).length,
      refused: verdicts.filter((verdict) => !verdict.source && !verdict.served).length,
      oneWay: oneWay.length,
      differing: [
        ...differing.filter((verdict) => !oneWay.includes(verdict)),
        ...refusedOnTheWay(document, name, instances, served),
      ].map(({ served: _served, ...difference }) => difference),
    };
  };
}

/** What travels of valid instances in each direction, where the definition refuses it. */
function refusedOnTheWay(
  document: JsonObject,
  name: string,
  instances: readonly Json[],
  served: Validate,
): readonly (Difference & { readonly served: boolean })[] {
  if (!isDirected(document)) return [];
  const directions = new Directions(document);
  return directionsOf(document).flatMap((direction) =>
    instances
      .map((instance) => directions.travelling(instance, schemasOf(document)[name], direction))
      .filter((instance) => !served(instance))
      .map((instance) => ({ instance, source: true, served: false, direction })),
  );
}

/** Whether the dialect of a document lets `required` hold in one direction only: OpenAPI 3.0 and Swagger 2.0. */
function isDirected({ openapi, swagger }: JsonObject): boolean {
  return swagger !== undefined || (typeof openapi === 'string' && openapi.startsWith('3.0'));
}

/** The component schemas of a document, by name. */
export function schemasOf(document: JsonObject): JsonObject {
  const holder = document['swagger'] === undefined ? objectMember(document, 'components') : document;
  return objectMember(holder ?? {}, document['swagger'] === undefined ? 'schemas' : 'definitions') ?? {};
}

/**
 * Creates a validator for the source: draft 4 with `nullable` for OpenAPI 3.0 and Swagger 2.0, 2020-12 for 3.1 and later. The document
 * is loaded unchanged.
 */
function createSourceValidators(document: JsonObject): (name: string) => Validate | string {
  const options = { strict: false, logger: false, validateSchema: false, code: { regExp } } as const;
  const ajv = isDirected(document)
    ? new AjvDraft04.default({ ...options, ignoreKeywordsWithRef: true })
    : new Ajv2020(options);
  formats.default(ajv);
  ajv.addSchema(loadable(document), 'document.json');
  const home = document['swagger'] === undefined ? 'components/schemas' : 'definitions';
  return (name) => {
    try {
      const token = encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
      const validate = ajv.compile({ $ref: `document.json#/${home}/${token}` });
      return (instance) => validate(instance) === true;
    } catch (error) {
      return `the source does not compile: ${String(error)}`;
    }
  };
}

/**
 * As authors mean it: `\p{L}` is a letter. Patterns that are none with the flag `u` are read without, and those with `\A` or `\z`, which
 * are no anchors here, are set aside.
 */
const regExp = Object.assign(
  (pattern: string): RegExp => {
    try {
      return new RegExp(pattern, 'u');
    } catch {
      return /\\[AzZ]/.test(pattern) ? /(?:)/ : new RegExp(pattern);
    }
  },
  { code: 'pattern => new RegExp(pattern)' },
);

/**
 * Removes parts without effect in OpenAPI 3.0 on which the draft 4 validator fails: `nullable` without `type`
 * (3.0.3), and strings named `id`, mostly in examples. In Swagger 2.0, `x-nullable` is read as `nullable`, and a file is a string.
 */
function loadable(document: JsonObject): JsonObject {
  const is20 = document['swagger'] !== undefined;
  const isNullable = isDirected(document);
  const clean = (node: Json): Json => {
    if (isArray(node)) return node.map(clean);
    if (!isObject(node)) return node;
    const hasType = typeof node['type'] === 'string';
    const kept = Object.entries(node).flatMap(([key, value]): [string, Json][] => {
      if (is20 && key === 'nullable') return [];
      if (is20 && key === 'x-nullable') return hasType ? [['nullable', value]] : [];
      if (is20 && key === 'type' && value === 'file') return [['type', 'string']];
      // The validators know it also in dialects that do not.
      return (key === 'nullable' && !(hasType && isNullable)) || (key === 'id' && typeof value === 'string')
        ? []
        : [[key, value]];
    });
    return Object.fromEntries(kept.map(([key, member]) => [key, clean(member)]));
  };
  const cleaned = clean(document);
  return isObject(cleaned) ? cleaned : {};
}

function generate(document: JsonObject, name: string, random: Random): readonly Json[] {
  JSONSchemaFaker.option({
    random,
    alwaysFakeOptionals: false,
    optionalsProbability: 0.7,
    failOnInvalidTypes: false,
    failOnInvalidFormat: false,
    ignoreMissingRefs: true,
    refDepthMax: 3,
    maxItems: 3,
    useExamplesValue: false,
  });
  // The generator changes what it is given.
  const schemas = structuredClone(schemasOf(document));
  const shared: object = document['swagger'] === undefined ? { components: { schemas } } : { definitions: schemas };
  const instances: Json[] = [];
  for (let count = 0; count < generated; count += 1) {
    try {
      const root = { ...structuredClone(schemas[name] as JsonObject), ...shared };
      instances.push(JSON.parse(JSON.stringify(JSONSchemaFaker.generate(root))) as Json);
    } catch {
      // Schemas that the generator rejects count as skipped.
    }
  }
  return instances;
}

/** Copies with one node dropped, retyped or added. Most are invalid. */
function mutate(instance: Json, random: Random): readonly Json[] {
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  return Array.from({ length: mutations }, () => {
    const holder: { value: Json } = { value: structuredClone(instance) };
    const slot = pick(slotsOf(holder));
    const change = pick(['drop', 'retype', 'add'] as const);
    if (slot === undefined) return holder.value;
    if (change === 'drop' && slot.holder !== holder) {
      if (Array.isArray(slot.holder)) slot.holder.splice(Number(slot.key), 1);
      else delete slot.holder[slot.key];
    } else if (change === 'add' && isObject(slot.holder[slot.key])) {
      Object.assign(slot.holder[slot.key] as object, { 'not of the schema': 1 });
    } else {
      slot.holder[slot.key] = pick<Json>([null, true, 0, -1.5, 1e9, '', 'no such value', [], [{}], {}]) ?? null;
    }
    return holder.value;
  });
}

interface Slot {
  readonly holder: { [key: string]: Json };
  readonly key: string;
}

function slotsOf(value: unknown): readonly Slot[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as { [key: string]: Json };
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...slotsOf(holder[key])]);
}

/** A random generator seeded by the name of the schema, so that a comparison can be repeated (mulberry32). */
function createRandom(name: string): Random {
  let state = Array.from(name).reduce((hash, letter) => Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0), 7) >>> 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
