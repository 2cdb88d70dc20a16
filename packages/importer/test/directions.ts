import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';

/** The way that an instance travels. */
export type Direction = 'request' | 'response';

/** The keyword of properties that do not travel in a direction. Swagger 2.0 has no `writeOnly`. */
const absentIn: { readonly [direction in Direction]: string } = { request: 'readOnly', response: 'writeOnly' };

/** The directions in which `required` may hold for some properties only. */
export function directionsOf({ swagger }: JsonObject): readonly Direction[] {
  return swagger === undefined ? ['request', 'response'] : ['request'];
}

const maxDepth = 20;

/**
 * Prepares instances of a document of OpenAPI 3.0 or Swagger 2.0 for a direction: without read-only properties in requests, without
 * write-only ones in responses. Written without code of the importer.
 */
export class Directions {
  readonly #document: JsonObject;

  constructor(document: JsonObject) {
    this.#document = document;
  }

  /** A copy of an instance without the properties that do not travel. */
  travelling(instance: Json, schema: Json | undefined, direction: Direction): Json {
    return this.#strip(instance, this.#partsOf(schema, 0), absentIn[direction], 0);
  }

  #strip(instance: Json, parts: readonly JsonObject[], keyword: string, depth: number): Json {
    if (depth > maxDepth) return instance;
    const inner = (schemas: readonly (Json | undefined)[]): readonly JsonObject[] =>
      schemas.flatMap((schema) => this.#partsOf(schema, 0));
    if (isArray(instance)) {
      const items = inner(parts.map((part) => part['items']));
      return instance.map((item) => this.#strip(item, items, keyword, depth + 1));
    }
    if (!isObject(instance)) return instance;
    const kept: [string, Json][] = [];
    for (const [name, value] of Object.entries(instance)) {
      // OpenAPI 3.0.3, Schema Object: the keywords are relevant only for the definitions of properties.
      const declared = inner(parts.map((part) => declaredProperty(part, name)));
      if (declared.some((schema) => schema[keyword] === true)) continue;
      const schemas = [...declared, ...inner(parts.map((part) => undeclaredProperty(part, name)))];
      kept.push([name, this.#strip(value, schemas, keyword, depth + 1)]);
    }
    return Object.fromEntries(kept);
  }

  /** The schemas that apply to the same instance as one: itself, the target of its reference, its branches. */
  #partsOf(schema: Json | undefined, depth: number): readonly JsonObject[] {
    if (!isObject(schema) || depth > maxDepth) return [];
    const { $ref: reference } = schema;
    if (typeof reference === 'string') return this.#partsOf(this.#target(reference), depth + 1);
    const branches = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => {
      const list = schema[key];
      return isArray(list) ? list : [];
    });
    return [schema, ...branches.flatMap((branch) => this.#partsOf(branch, depth + 1))];
  }

  #target(reference: string): Json | undefined {
    if (!reference.startsWith('#/')) return undefined;
    const tokens = reference.slice(2).split('/').map(decodeToken);
    return tokens.reduce<Json | undefined>(
      (value, token) => (isArray(value) ? value[Number(token)] : isObject(value) ? value[token] : undefined),
      this.#document,
    );
  }
}

function decodeToken(token: string): string {
  const text = /%(?![0-9a-f]{2})/i.test(token) ? token : decodeURIComponent(token);
  return text.replaceAll('~1', '/').replaceAll('~0', '~');
}

function declaredProperty({ properties }: JsonObject, name: string): Json | undefined {
  return isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
}

function undeclaredProperty(schema: JsonObject, name: string): Json | undefined {
  return declaredProperty(schema, name) === undefined ? schema['additionalProperties'] : undefined;
}

/**
 * A copy of a document whose schemas require no property that is called like one of a single direction anywhere in it. What it accepts
 * may be valid in some direction.
 */
export function withoutOneWayNames(document: JsonObject): JsonObject {
  const names = new Set<string>();
  visit(document, (node) => {
    const { properties } = node;
    if (!isObject(properties)) return;
    for (const [name, schema] of Object.entries(properties)) if (mayTravelOneWay(schema)) names.add(name);
  });
  const relax = (node: Json): Json => {
    if (isArray(node)) return node.map(relax);
    if (!isObject(node)) return node;
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => {
        if (key !== 'required' || !isArray(value)) return [key, relax(value)];
        return [key, value.filter((name) => typeof name !== 'string' || !names.has(name))];
      }),
    );
  };
  const relaxed = relax(document);
  visit(relaxed, (node) => {
    // Draft 4 allows no empty list.
    if (isArray(node['required']) && node['required'].length === 0) Reflect.deleteProperty(node, 'required');
  });
  return isObject(relaxed) ? relaxed : {};
}

/** A reference may lead to a read-only schema. */
function mayTravelOneWay(schema: Json): boolean {
  const text = JSON.stringify(schema);
  return /"(?:readOnly|writeOnly)":true/.test(text) || /^\{[^[]*"(?:\$ref|allOf)":/.test(text);
}

function visit(node: Json, each: (node: JsonObject) => void): void {
  if (isArray(node)) for (const item of node) visit(item, each);
  if (!isObject(node)) return;
  each(node);
  for (const value of Object.values(node)) visit(value, each);
}
