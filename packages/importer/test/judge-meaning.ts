import AjvDraft04 from 'ajv-draft-04';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { JSONSchemaFaker } from 'json-schema-faker';
import type { ConnectorModel, Json } from '../src/index.ts';
import { isArray, isObject, type JsonObject } from '@connectory/json';
import { objectMember } from '../src/json/members.ts';
import { compileAll, servedUrl } from './faults-of.ts';

/** The comparison of one component schema. */
export interface Comparison {
  readonly name: string;
  /** Number of instances that are valid under both, and invalid under both. */
  readonly accepted: number;
  readonly refused: number;
  /** Instances that are valid under one of the two only. */
  readonly differing: readonly { readonly instance: Json; readonly source: boolean }[];
  /** The reason why the schema was skipped. */
  readonly skipped?: string;
}

type Validate = (instance: unknown) => boolean;
type Random = () => number;

/** Number of instances generated per schema, and of mutations per instance. */
const generated = 4;
const mutations = 12;

/**
 * Compares component schemas of a real document with their served definitions. Validates generated instances, and
 * mutations of them, with a validator of each dialect.
 */
export function createMeaningJudge(document: JsonObject, model: ConnectorModel): (name: string) => Comparison {
  const source = createSourceValidators(document);
  const { ajv } = compileAll(model);
  return (name) => {
    const skip = (skipped: string): Comparison => ({ name, accepted: 0, refused: 0, differing: [], skipped });
    const served = ajv.getSchema(servedUrl(name));
    const original = source(name);
    if (typeof original === 'string') return skip(original);
    if (served === undefined) return skip('renamed');
    const random = createRandom(name);
    const instances = generate(document, name, random).filter(original);
    if (instances.length === 0) return skip('no valid instance was generated');
    const verdicts = [...instances, ...instances.flatMap((instance) => mutate(instance, random))].map((instance) => ({
      instance,
      source: original(instance),
      served: served(instance) === true,
    }));
    return {
      name,
      accepted: verdicts.filter((verdict) => verdict.source && verdict.served).length,
      refused: verdicts.filter((verdict) => !verdict.source && !verdict.served).length,
      differing: verdicts.filter((verdict) => verdict.source !== verdict.served),
    };
  };
}

/**
 * Creates a validator for the source: draft 4 with `nullable` for OpenAPI 3.0, 2020-12 for 3.1. The document is
 * loaded unchanged.
 */
function createSourceValidators(document: JsonObject): (name: string) => Validate | string {
  const { openapi } = document;
  const is30 = typeof openapi === 'string' && openapi.startsWith('3.0');
  const options = { strict: false, logger: false, validateSchema: false, unicodeRegExp: false } as const;
  const ajv = is30 ? new AjvDraft04.default({ ...options, ignoreKeywordsWithRef: true }) : new Ajv2020(options);
  formats.default(ajv);
  ajv.addSchema(loadable(document), 'document.json');
  return (name) => {
    try {
      const token = encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));
      const validate = ajv.compile({ $ref: `document.json#/components/schemas/${token}` });
      return (instance) => validate(instance) === true;
    } catch (error) {
      return `the source does not compile: ${String(error)}`;
    }
  };
}

/**
 * Removes parts without effect in OpenAPI 3.0 on which the draft 4 validator fails: `nullable` without `type`
 * (3.0.3), and strings named `id`, mostly in examples.
 */
function loadable(document: JsonObject): JsonObject {
  const clean = (node: Json): Json => {
    if (isArray(node)) return node.map(clean);
    if (!isObject(node)) return node;
    const kept = Object.entries(node).filter(
      ([key, value]) =>
        (key !== 'nullable' || typeof node['type'] === 'string') && (key !== 'id' || typeof value !== 'string'),
    );
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
  const schemas = objectMember(objectMember(document, 'components') ?? {}, 'schemas') ?? {};
  const instances: Json[] = [];
  for (let count = 0; count < generated; count += 1) {
    try {
      const root = { ...structuredClone(schemas[name] as JsonObject), components: { schemas } };
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
