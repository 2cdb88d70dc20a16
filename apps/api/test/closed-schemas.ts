/** A document or schema as JSON. */
export type Json = { readonly [key: string]: unknown };

/**
 * Closes every object schema that names its properties: `additionalProperties: {}` becomes `false`. Maps, which name no
 * properties, stay as they are.
 */
export function closeSchemas(document: Json): Json {
  return closed(document) as Json;
}

function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, closed(inner)]);
  const isOpenObject = member(value, 'type') === 'object' && member(value, 'properties') !== undefined;
  return Object.fromEntries(isOpenObject ? [...entries, ['additionalProperties', false]] : entries);
}

/** Records which properties of schemas occur in valid bodies, as `Component.property.inner`. */
export interface SchemaUse {
  readonly seen: ReadonlySet<string>;
  record(document: Json, schemaName: string, body: unknown): void;
}

/** @param matches whether a value is valid for a closed schema: it selects the branch of a union. */
export function createSchemaUse(matches: (document: Json, schema: unknown, value: unknown) => boolean): SchemaUse {
  const seen = new Set<string>();
  return {
    seen,
    record: (document, schemaName, body) => {
      const visit = (schema: unknown, value: unknown, place: string): void => {
        const target = dereference(document, schema, place);
        for (const branch of branchesOf(target.schema)) {
          if (matches(document, branch.schema, value)) visit(branch.schema, value, branch.place(target.place));
        }
        if (Array.isArray(value)) for (const item of value) visit(member(target.schema, 'items'), item, target.place);
        for (const [name, property] of Object.entries(propertiesOf(target.schema))) {
          const inner = member(value, name);
          if (inner === undefined) continue;
          seen.add(`${target.place}.${name}`);
          visit(property, inner, `${target.place}.${name}`);
        }
      };
      visit({ $ref: `#/components/schemas/${schemaName}` }, body, '');
    },
  };
}

/** All properties of the given schemas and of those that they refer to, named as `SchemaUse` names them. */
export function listProperties(document: Json, schemaNames: Iterable<string>): ReadonlySet<string> {
  const all = new Set<string>();
  const visited = new Set<string>();
  const visit = (schema: unknown, place: string): void => {
    const target = dereference(document, schema, place);
    if (target.place !== place && visited.has(target.place)) return;
    visited.add(target.place);
    for (const branch of branchesOf(target.schema)) visit(branch.schema, branch.place(target.place));
    if (member(target.schema, 'items') !== undefined) visit(member(target.schema, 'items'), target.place);
    for (const [name, property] of Object.entries(propertiesOf(target.schema))) {
      all.add(`${target.place}.${name}`);
      visit(property, `${target.place}.${name}`);
    }
  };
  for (const name of schemaNames) visit({ $ref: `#/components/schemas/${name}` }, '');
  return all;
}

/** Follows a reference to a component: from there on, places begin with its name. */
function dereference(document: Json, schema: unknown, place: string): { schema: unknown; place: string } {
  const reference = member(schema, '$ref');
  if (typeof reference !== 'string') return { schema, place };
  const name = reference.slice('#/components/schemas/'.length);
  return dereference(document, member(document, 'components', 'schemas', name), name);
}

function branchesOf(schema: unknown): readonly { schema: unknown; place: (parent: string) => string }[] {
  const union: unknown = member(schema, 'anyOf') ?? member(schema, 'oneOf') ?? [];
  if (!Array.isArray(union)) return [];
  return union.map((branch: unknown) => {
    const label = labelOf(branch);
    return { schema: branch, place: (parent) => (label === '' ? parent : `${parent}<${label}>`) };
  });
}

/** Branches of a union are labelled by their first constant, such as `schemeType`. */
function labelOf(branch: unknown): string {
  const constants = Object.values(propertiesOf(branch)).map((property) => member(property, 'const'));
  const label = constants.find((constant) => typeof constant === 'string');
  return typeof label === 'string' ? label : '';
}

function propertiesOf(schema: unknown): object {
  return Object(member(schema, 'properties'));
}

/** Follows property names; undefined where there is nothing. */
export function member(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined),
    value,
  );
}
