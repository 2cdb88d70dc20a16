/** An operation of the served document, as far as the walk over all operations needs it. */
export interface WalkedOperation {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  /** Names of the parameters in the path. */
  readonly parameters: readonly string[];
  readonly role: string;
  /** The schema of the JSON body, references followed one by one. */
  readonly jsonBody: unknown;
  readonly isUpload: boolean;
}

/** Reads all operations of a served OpenAPI document. @throws if one does not state its role */
export function readOperations(document: unknown): readonly WalkedOperation[] {
  return entriesOf(member(document, 'paths')).flatMap(([path, item]) =>
    entriesOf(item).map(([method, operation]): WalkedOperation => {
      const content = member(operation, 'requestBody', 'content');
      return {
        operationId: String(member(operation, 'operationId')),
        method: method.toUpperCase(),
        path,
        parameters: [...path.matchAll(/\{([^}]+)\}/g)].map(([, name = '']) => name),
        role: roleOf(operation, `${method} ${path}`),
        jsonBody: member(content, 'application/json', 'schema'),
        isUpload: member(content, 'multipart/form-data') !== undefined,
      };
    }),
  );
}

function roleOf(operation: unknown, what: string): string {
  const [security, role] = [member(operation, 'security'), member(operation, 'x-required-role')];
  if (!Array.isArray(security) || typeof role !== 'string') throw new Error(`${what} does not name its role`);
  if ((security.length === 0) !== (role === 'public')) throw new Error(`${what} needs a key for "public", or none`);
  return role;
}

/** A value that a schema of the document allows, with required properties only. */
export function sampleOf(document: unknown, schema: unknown): unknown {
  const reference = member(schema, '$ref');
  if (typeof reference === 'string')
    return sampleOf(document, member(document, ...reference.slice('#/'.length).split('/')));
  const given = member(schema, 'const') ?? member(schema, 'enum', '0') ?? member(schema, 'default');
  const fixed = given ?? member(schema, 'examples', '0');
  if (fixed !== undefined) return fixed;
  const choice = member(schema, 'anyOf', '0') ?? member(schema, 'oneOf', '0');
  if (choice !== undefined) return sampleOf(document, choice);
  switch (member(schema, 'type')) {
    case 'object': {
      const names = Object.keys(Object(member(schema, 'properties')));
      const required: unknown =
        member(schema, 'required') ?? names.slice(0, Number(member(schema, 'minProperties') ?? 0));
      if (!Array.isArray(required)) return {};
      return Object.fromEntries(
        required.map((name) => [name, sampleOf(document, member(schema, 'properties', String(name)))]),
      );
    }
    case 'array':
      return Number(member(schema, 'minItems') ?? 0) > 0 ? [sampleOf(document, member(schema, 'items'))] : [];
    case 'integer':
    case 'number':
      return member(schema, 'minimum') ?? 1;
    case 'boolean':
      return false;
    default:
      return sampleTexts[String(member(schema, 'format'))] ?? '9.9.9';
  }
}

const sampleTexts: { readonly [format: string]: string } = {
  ulid: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  uri: 'https://pets.example/openapi.json',
  'date-time': '2999-01-01T00:00:00Z',
};

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return Object.entries(Object(value));
}

/** Follows property names; undefined where there is nothing. */
export function member(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : undefined),
    value,
  );
}
