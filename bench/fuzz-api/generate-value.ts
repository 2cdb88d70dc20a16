import type { Random } from '../chaos/random.ts';
import { isObject, listOf, member } from './json.ts';
import { oddText, oddValue } from './odd-values.ts';

const maxDepth = 12;

/** Generates values for the schemas of an OpenAPI document. */
export interface ValueGenerator {
  /** A value that the schema allows, as far as this generator understands it. */
  valid(schema: unknown): unknown;
  /** A valid value with one to three places changed so that most schemas refuse it. */
  wrong(schema: unknown): unknown;
  /** A value with one place changed. */
  change(value: unknown): unknown;
}

/** @param knownId an id that exists, or existed, for a schema with the format `ulid` */
export function createValueGenerator(document: unknown, random: Random, knownId: () => string): ValueGenerator {
  const generate = (schema: unknown, depth: number): unknown => {
    const resolved = resolve(document, schema);
    if (depth > maxDepth || !isObject(resolved)) return 'text';
    if ('const' in resolved) return resolved['const'];
    const choices = [resolved['enum'], resolved['anyOf'], resolved['oneOf']].map(listOf);
    const [values = [], ...alternatives] = choices;
    if (values.length > 0) return random.pick(values);
    const alternative = alternatives.flat();
    if (alternative.length > 0) return generate(random.pick(alternative), depth + 1);
    switch (resolved['type']) {
      case 'object':
        return generateObject(resolved, (inner) => generate(inner, depth + 1));
      case 'array':
        return Array.from({ length: Math.floor(random.between(0, 4)) }, () => generate(resolved['items'], depth + 1));
      case 'integer':
      case 'number':
        return generateNumber(resolved, random);
      case 'boolean':
        return random.chance(0.5);
      case 'null':
        return null;
      default:
        return generateText(resolved, random, knownId);
    }
  };

  const generateObject = (schema: unknown, of: (inner: unknown) => unknown): unknown => {
    const required = listOf(member(schema, 'required'));
    const properties = Object.entries(Object(member(schema, 'properties')));
    const chosen = properties.filter(([name]) => required.includes(name) || random.chance(0.4));
    return Object.fromEntries(chosen.map(([name, inner]) => [name, of(inner)]));
  };

  const wrong = (schema: unknown): unknown => {
    let value = generate(schema, 0);
    for (let times = Math.ceil(random.between(0, 3)); times > 0; times -= 1) value = changeOne(value, random);
    return value;
  };
  return { valid: (schema) => generate(schema, 0), wrong, change: (value) => changeOne(value, random) };
}

function generateNumber(schema: unknown, random: Random): number {
  const low = Number(member(schema, 'minimum') ?? 0);
  const high = Math.min(Number(member(schema, 'maximum') ?? low + 100), low + 100);
  return random.chance(0.2) ? low : Math.floor(random.between(low, high + 1));
}

function generateText(schema: unknown, random: Random, knownId: () => string): string {
  switch (member(schema, 'format')) {
    case 'ulid':
      return knownId();
    case 'uri':
      return random.pick(['https://api.example/v1', 'http://192.0.2.1/openapi.json', 'https://api.example/?a=b#c']);
    case 'date-time':
      return random.pick(['2030-12-31T00:00:00Z', '2020-01-01T00:00:00+01:00', '2999-01-01T00:00:00.000Z']);
    default:
      return random.pick([
        'a',
        '{"type":"object"}',
        'Pets',
        '1.0.0',
        'listPets',
        'name 2',
        '4',
        'openapi',
        '/pets/**',
        'ä ö',
        'v-{version}',
      ]);
  }
}

function resolve(document: unknown, schema: unknown): unknown {
  const reference = member(schema, '$ref');
  if (typeof reference !== 'string') return schema;
  return resolve(document, member(document, ...reference.slice('#/'.length).split('/')));
}

/** Replaces, adds or removes one value at a random place. */
function changeOne(value: unknown, random: Random): unknown {
  if (random.chance(0.15)) return oddValue(random);
  if (Array.isArray(value)) {
    const index = Math.floor(random.between(0, value.length));
    if (value.length === 0 || random.chance(0.2)) return [...value, oddValue(random)];
    return value.map((item: unknown, at) => (at === index ? changeOne(item, random) : item));
  }
  if (!isObject(value)) return oddValue(random);
  const entries = Object.entries(value);
  if (entries.length === 0 || random.chance(0.15))
    return { ...value, [oddText(random).slice(0, 50)]: oddValue(random) };
  const [name, inner] = random.pick(entries);
  if (random.chance(0.2)) return Object.fromEntries(entries.filter(([other]) => other !== name));
  return { ...value, [name]: changeOne(inner, random) };
}
