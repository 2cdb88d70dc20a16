import { readPublishedSchema } from '../tools/published-schemas.mjs';
import type { SpecVersion } from '../src/members/member-table.ts';

type Schema = { readonly [keyword: string]: unknown };

/** What a published schema says of one kind of object: its members, and the kinds that these lead to (`kind`, `kind[]`, `kind{}`). */
export interface PublishedKind {
  readonly members: Set<string>;
  /** `*` stands for the members of a map. */
  readonly leads: Map<string, string>;
}

/** Definitions that the tables call otherwise. */
const otherNames: { readonly [definition: string]: string } = {
  'external-docs': 'external-documentation',
  callback: 'callbacks',
  'response-value': 'response',
  'body-parameter': 'parameter',
  'non-body-parameter': 'parameter',
  'primitives-items': 'items',
  'file-schema': 'schema',
  implicit: 'oauth-flow',
  password: 'oauth-flow',
  'client-credentials': 'oauth-flow',
  'authorization-code': 'oauth-flow',
  'device-authorization': 'oauth-flow',
};

/** The kinds of objects that the OpenAPI Initiative's schema of a version describes, by the names of the tables. */
export function readPublishedKinds(
  version: SpecVersion,
  known: ReadonlySet<string>,
): ReadonlyMap<string, PublishedKind> {
  const root: Schema = readPublishedSchema(version);
  const kinds = new Map<string, PublishedKind>();
  const seen = new Map<string, Set<Schema>>();

  /** What a value of this schema is. Kinds met on the way are visited. */
  const leadOf = (schema: unknown): string | undefined => {
    if (!isSchema(schema)) return undefined;
    if (schema['$dynamicRef'] !== undefined) return 'schema';
    const reference = schema['$ref'];
    if (typeof reference === 'string') {
      const target = lookUp(root, reference);
      const kind = kindNamed(reference, known);
      if (kind === undefined || target['type'] === 'array') return leadOf(target);
      visit(kind, target);
      return kind;
    }
    const item = leadOf(schema['items']);
    if (item !== undefined) return `${item}[]`;
    const entry = [schema['additionalProperties'], ...patternsOf(schema).map(([, value]) => value)]
      .map(leadOf)
      .find((lead) => lead !== undefined);
    if (entry !== undefined) return `${entry}{}`;
    return partsOf(schema)
      .map(leadOf)
      .find((lead) => lead !== undefined);
  };

  /** Gathers the members of a kind from a schema and from all parts that judge the same object. */
  const visit = (kind: string, schema: Schema): void => {
    const visited = seen.get(kind) ?? new Set();
    seen.set(kind, visited);
    if (kind === 'schema' || visited.has(schema)) return;
    visited.add(schema);
    const found = kinds.get(kind) ?? { members: new Set<string>(), leads: new Map<string, string>() };
    kinds.set(kind, found);
    const lead = (name: string, value: unknown): void => {
      const leadsTo = leadOf(value);
      if (leadsTo !== undefined) found.leads.set(name, leadsTo);
    };
    for (const [name, value] of Object.entries(schemaMember(schema, 'properties'))) {
      found.members.add(name);
      lead(name, value);
    }
    for (const [, value] of patternsOf(schema)) lead('*', value);
    lead('*', schema['additionalProperties']);
    const reference = schema['$ref'];
    const named = typeof reference === 'string' ? [lookUp(root, reference)] : [];
    for (const part of [...partsOf(schema), ...named]) {
      const inner = typeof part['$ref'] === 'string' ? lookUp(root, part['$ref']) : part;
      visit(kind, inner);
    }
  };
  visit('document', root);
  return kinds;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function schemaMember(schema: Schema, name: string): Schema {
  const value = schema[name];
  return isSchema(value) ? value : {};
}

function patternsOf(schema: Schema): readonly (readonly [string, unknown])[] {
  return Object.entries(schemaMember(schema, 'patternProperties')).filter(([pattern]) => pattern !== '^x-');
}

/** Schemas that judge the same value as the one that holds them. A part that is a mere reference object says nothing of the kind. */
function partsOf(schema: Schema): readonly Schema[] {
  const lists = ['allOf', 'oneOf', 'anyOf'].flatMap((keyword) => {
    const list = schema[keyword];
    return Array.isArray(list) ? list : [];
  });
  const parts = [
    ...lists,
    schema['then'],
    schema['else'],
    ...Object.values(schemaMember(schema, 'dependentSchemas')),
    ...Object.values(schemaMember(schema, '$defs')).filter(
      () => schema['$id'] === undefined && !('implicit' in schemaMember(schema, '$defs')),
    ),
  ];
  return parts.filter(isSchema).filter((part) => !/\/(json)?reference$/i.test(String(part['$ref'])));
}

/** References to other documents, of the JSON Schema that Swagger 2.0 is based on, lead to nothing. */
function lookUp(root: Schema, reference: string): Schema {
  if (!reference.startsWith('#/')) return {};
  return reference
    .split('/')
    .slice(1)
    .reduce((schema, token) => schemaMember(schema, token), root);
}

function kindNamed(reference: string, known: ReadonlySet<string>): string | undefined {
  if (!reference.startsWith('#/')) return undefined;
  const name = (reference.split('/').at(-1) ?? '')
    .replace(/-or-reference$/, '')
    .replace('OAuth', 'Oauth')
    .replaceAll(/(?<!^)([A-Z])/g, '-$1')
    .toLowerCase();
  if (/^(basic-authentication|api-key|oauth2-.+)-security$/.test(name)) return 'security-scheme';
  if (/(-oauth)?-flow$/.test(name)) return 'oauth-flow';
  const kind = otherNames[name] ?? name;
  return known.has(kind) ? kind : undefined;
}
