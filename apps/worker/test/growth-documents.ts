import { findMember, type Leads, type ObjectKind, type SpecVersion, tablesOf } from '@connectory/importer';

/** A document that grows in one member alone. */
export interface GrowingDocument {
  readonly name: string;
  /** JSON text of about `size` characters. */
  readonly build: (size: number) => string;
}

type Value = string | number | boolean | readonly Value[] | { readonly [name: string]: Value };
type Members = { readonly [name: string]: Value };

/** Texts whose repetition made patterns, globs, names or templates slow, or could. */
const repeated = 'x {a} { / /a _ %2F % # ( \\- ~ ~1 * < - & é 😀 " . , : $ | [ \u0000 \n'.split(/ (?!$)/).concat(' ');

/** Each part has a long run of one text. */
export function textOf(size: number, parts: readonly string[] = repeated): string {
  const length = size / parts.length;
  return parts.map((part) => part.repeat(Math.ceil(length / part.length)).slice(0, length)).join('');
}

/** Members that hold a text, by kind, besides those that the tables name. */
const textMembers: { readonly [Kind in ObjectKind]?: string } = {
  document: '$self jsonSchemaDialect host basePath x-a',
  info: 'title version summary description termsOfService x-a',
  contact: 'name url email',
  license: 'name url identifier',
  server: 'url description name',
  'server-variable': 'default description',
  'path-item': '$ref summary description',
  operation: 'summary description operationId x-a',
  'external-documentation': 'url description',
  parameter: 'name in description style type format collectionFormat pattern default $ref x-a',
  'request-body': 'description $ref',
  'media-type': '$ref x-a',
  encoding: 'contentType style',
  response: 'summary description $ref',
  example: 'summary description externalValue value $ref',
  link: 'operationRef operationId description $ref',
  header: 'description style type format pattern collectionFormat $ref',
  items: 'type format pattern collectionFormat',
  tag: 'name summary description parent kind',
  'security-scheme':
    'type description name in scheme bearerFormat openIdConnectUrl flow authorizationUrl tokenUrl $ref',
  'oauth-flow': 'authorizationUrl tokenUrl refreshUrl deviceAuthorizationUrl',
  schema: 'title description format pattern type $ref $id $anchor $comment $schema $dynamicRef const default example',
};

/** Members that hold a list of texts, or a map of texts. */
const textLists: { readonly [Kind in ObjectKind]?: string } = {
  document: 'consumes produces schemes x-a',
  operation: 'tags consumes produces schemes',
  'server-variable': 'enum',
  parameter: 'enum',
  schema: 'enum required type examples',
  'oauth-flow': 'scopes',
  link: 'parameters',
};

/** Members of a schema that hold schemas. The tables treat a schema as a whole. */
const schemaLeads: readonly [string, Leads][] = [
  ...['properties', '$defs', 'patternProperties', 'dependentSchemas'].map((name): [string, Leads] => [
    name,
    { kind: 'schema', as: 'map' },
  ]),
  ...['allOf', 'anyOf', 'oneOf', 'prefixItems'].map((name): [string, Leads] => [name, { kind: 'schema', as: 'list' }]),
];

/** The smallest objects of each kind that are followed. */
const smallest: { readonly [Kind in ObjectKind]?: Members } = {
  server: { url: 'https://a.example' },
  'server-variable': { default: 'd' },
  operation: { responses: {} },
  parameter: { name: 'p', in: 'query', type: 'string', schema: { type: 'string' } },
  'request-body': { content: {} },
  response: { description: 'r' },
  example: { value: 1 },
  tag: { name: 't' },
  license: { name: 'l' },
  'external-documentation': { url: 'https://a.example' },
  header: { type: 'string', schema: { type: 'string' } },
  items: { type: 'string' },
  'security-scheme': { type: 'oauth2', flow: 'implicit', authorizationUrl: 'https://a.example/a' },
  'oauth-flow': { authorizationUrl: 'https://a.example/a', tokenUrl: 'https://a.example/t', scopes: {} },
  schema: { type: 'object' },
};

/** Keys of maps whose keys have a meaning. */
const keys: { readonly [name: string]: (key: string) => string } = {
  paths: (key) => `/${key}`,
  'x-ms-paths': (key) => `/${key}?a`,
  callbacks: (key) => `{$request.body#/${key}}`,
  content: (key) => `application/${key}`,
  patternProperties: (key) => `^${key}`,
};

/** Documents of a version that grow in each text, each key and each repeatable member of every kind of object. */
export function growingDocuments(version: SpecVersion): readonly GrowingDocument[] {
  const steps = findSteps(version);
  return [...steps].flatMap(([kind, path]) => [
    ...growingTexts(version, kind, path),
    ...leadsOf(version, kind).flatMap(([name, leads]) => growingMembers(version, { kind, path, name, leads })),
  ]);
}

interface Step {
  readonly kind: ObjectKind;
  readonly name: string;
  readonly leads: Leads;
}

/** The way from the root to each kind of object: the shortest one. */
function findSteps(version: SpecVersion): ReadonlyMap<ObjectKind, readonly Step[]> {
  const found = new Map<ObjectKind, readonly Step[]>([['document', []]]);
  for (const [kind, path] of found) {
    for (const [name, leads] of leadsOf(version, kind))
      if (!found.has(leads.kind)) found.set(leads.kind, [...path, { kind, name, leads }]);
  }
  return found;
}

function leadsOf(version: SpecVersion, kind: ObjectKind): readonly (readonly [string, Leads])[] {
  if (kind === 'schema') return schemaLeads;
  const table = tablesOf(version)[kind];
  if (table === undefined) return [];
  const named = Object.keys(table.members).map((name) => [name, findMember(table, name, version)?.leads] as const);
  // The members of a map of objects have any name: the map is a member of the object above it.
  const others = table.others?.leads === undefined ? [] : [['*', { ...table.others.leads, as: 'map' }] as const];
  return [...named, ...others].flatMap(([name, leads]) => (leads === undefined ? [] : [[name, leads] as const]));
}

function growingTexts(version: SpecVersion, kind: ObjectKind, path: readonly Step[]): readonly GrowingDocument[] {
  const table = tablesOf(version)[kind];
  const inTable = Object.keys(table?.members ?? {}).filter((name) =>
    findMember(table ?? { members: {} }, name, version),
  );
  const texts = new Set([...inTable, ...(textMembers[kind]?.split(' ') ?? [])]);
  return [
    ...[...texts].map((name) => ({
      name: `${version} ${kind}: text of ${name}`,
      build: (size: number) => documentWith(version, path, { ...smallest[kind], [name]: textOf(size) }),
    })),
    ...(textLists[kind]?.split(' ') ?? []).flatMap((name) => [
      {
        name: `${version} ${kind}: list of texts in ${name}`,
        build: (size: number) =>
          documentWith(version, path, { ...smallest[kind], [name]: times(size / 12, (at) => `t${at}`) }),
      },
      {
        name: `${version} ${kind}: map of texts in ${name}`,
        build: (size: number) =>
          documentWith(version, path, { ...smallest[kind], [name]: mapOf(size / 20, (at) => [`t${at}`, 'x']) }),
      },
    ]),
  ];
}

interface GrownMember extends Step {
  readonly path: readonly Step[];
}

function growingMembers(version: SpecVersion, { kind, path, name, leads }: GrownMember): readonly GrowingDocument[] {
  if (leads.as === 'one') return [];
  const item = smallest[leads.kind] ?? {};
  const itemSize = JSON.stringify(item).length + 12;
  const keyOf = keys[keyName(path, name)] ?? ((key: string) => key);
  const withMember = (value: Members | readonly Value[]): string =>
    documentWith(version, path, name === '*' ? parseMembers(value) : { ...smallest[kind], [name]: value });
  const repeatedItems = {
    name: `${version} ${kind}: repeated ${name}`,
    build: (size: number) =>
      withMember(
        leads.as === 'list'
          ? times(size / itemSize, (at) => ({ ...item, ...(item['name'] === undefined ? {} : { name: `n${at}` }) }))
          : mapOf(size / itemSize, (at) => [keyOf(`k${at}`), item]),
      ),
  };
  if (leads.as === 'list') return [repeatedItems];
  const longKey = {
    name: `${version} ${kind}: long key of ${name}`,
    build: (size: number) => withMember({ [keyOf(textOf(size))]: item }),
  };
  return [repeatedItems, longKey];
}

/** The member that holds a map of objects of any name. */
function keyName(path: readonly Step[], name: string): string {
  return name === '*' ? (path.at(-1)?.name ?? name) : name;
}

/** Only maps have members of any name. */
function parseMembers(value: Members | readonly Value[]): Members {
  return value as Members;
}

/** A document with one object at the end of a way. */
function documentWith(version: SpecVersion, path: readonly Step[], object: Members): string {
  const grown = path.reduceRight<Members>((inner, { kind, name, leads }, index) => {
    const key = (keys[keyName(path.slice(0, index), name)] ?? ((at: string) => at))('a');
    if (name === '*') return { [key]: inner };
    const value = leads.as === 'one' ? inner : leads.as === 'list' ? [inner] : { [key]: inner };
    return { ...smallest[kind], [name]: value };
  }, object);
  const head = version === '2.0' ? { swagger: '2.0' } : { openapi: `${version}.0` };
  return JSON.stringify({ info: { title: 'Growth', version: '1' }, paths: {}, ...grown, ...head });
}

function times<Item extends Value>(count: number, make: (index: number) => Item): readonly Item[] {
  return Array.from({ length: Math.max(1, Math.floor(count)) }, (_, index) => make(index));
}

function mapOf(count: number, make: (index: number) => readonly [string, Value]): Members {
  return Object.fromEntries(Array.from({ length: Math.max(1, Math.floor(count)) }, (_, index) => make(index)));
}
