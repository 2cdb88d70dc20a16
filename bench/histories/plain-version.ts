import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import type pg from 'pg';

/** An action, trigger or definition as plain JSON: without ids and errors. Definitions are named in links and references. */
export interface PlainEntity {
  readonly id: string;
  readonly name: string;
  readonly form: JsonObject;
  /** The first media type of each definition that its bodies link. */
  readonly media: ReadonlyMap<string, string>;
  readonly identity: Identity;
  /** The id of each definition that its bodies link, by name. */
  readonly links: ReadonlyMap<string, string>;
}

/** The facts by which a later document has the same entity. */
export interface Identity {
  readonly name: string;
  readonly method?: string | undefined;
  readonly path?: string | undefined;
  readonly operationId?: string | undefined;
}

export const kinds = ['actions', 'triggers', 'definitions'] as const;
export type Kind = (typeof kinds)[number];

export type PlainVersion = { readonly [Name in Kind]: readonly PlainEntity[] };

interface Row {
  readonly id: string;
  readonly name: string;
  readonly body: string;
  readonly method?: string;
  readonly template?: string;
  readonly operation_id?: string | null;
  readonly schema?: string;
}

/** Reads the entities of a version in their order. */
export async function readPlainVersion(database: pg.Pool, connectorId: string, version: string): Promise<PlainVersion> {
  const read = async (columns: string, from: string): Promise<readonly Row[]> => {
    const { rows } = await database.query<Row>(
      `select e.id, e.name, e.body, ${columns} from ${from} join connector_versions v on v.id = e.version_id
        where v.connector_id = $1 and v.name = $2 order by e.position`,
      [connectorId, version],
    );
    return rows;
  };
  const actions = await read('e.method, e.template, e.operation_id', 'actions e');
  const triggers = await read('e.method, e.operation_id', 'triggers e');
  const definitions = await read('s.body as schema', 'definitions e join schemas s on s.hash = e.schema_hash');
  return {
    actions: actions.map(toOperation),
    triggers: triggers.map(toOperation),
    definitions: definitions.map(toDefinition),
  };
}

function parse(text: string): JsonObject {
  // The base URL of schemas is stored as U+0001.
  return JSON.parse(text.replaceAll('\u0001', '')) as JsonObject;
}

function toOperation({ id, name, body, method, template, operation_id: operationId }: Row): PlainEntity {
  const { id: _id, type: _type, errors: _errors, requestBody, responses, ...rest } = parse(body);
  const [media, links] = [new Map<string, string>(), new Map<string, string>()];
  const plainBody = (value: Json): Json => {
    const { id: _bodyId, definitions, ...others } = value as JsonObject;
    const named = (isArray(definitions) ? definitions : []).map((link) => {
      const definition = (link as JsonObject)['definition'] as JsonObject;
      const linked = textOf(definition['name']);
      media.set(linked, textOf((definition['accept'] as Json[])[0]));
      links.set(linked, textOf(definition['id']));
      return linked;
    });
    return { ...others, definitions: named };
  };
  const form = {
    ...rest,
    ...(isObject(requestBody) ? { requestBody: plainBody(requestBody) } : {}),
    responses: (responses as Json[]).map(plainBody),
  };
  const path = template ?? triggerPath(rest['openapi']);
  return { id, name, form, media, links, identity: { name, method, path, operationId: operationId ?? undefined } };
}

function triggerPath(extras: Json | undefined): string | undefined {
  if (!isObject(extras)) return undefined;
  const { webhook, callback } = extras;
  if (typeof webhook === 'string') return `webhook ${webhook}`;
  return isObject(callback) ? JSON.stringify([callback['name'], callback['expression']]) : undefined;
}

function toDefinition({ id, name, body, schema = '{}' }: Row): PlainEntity {
  const { description, accept } = parse(body);
  const form: JsonObject = {
    name,
    ...(description === undefined ? {} : { description }),
    accept: accept ?? [],
    schema: JSON.parse(schema) as Json,
  };
  return { id, name, form, media: new Map(), links: new Map(), identity: { name } };
}

/** Replaces the names of definitions in links and references. */
export function renameDefinitions(value: Json, nameOf: (name: string) => string): Json {
  return rename(value, nameOf, '');
}

function rename(value: Json, nameOf: (name: string) => string, key: string): Json {
  if (typeof value === 'string' && (key === '$ref' || key === '$dynamicRef')) return renameFile(value, nameOf);
  if (isArray(value)) return value.map((item) => rename(item, nameOf, ''));
  if (!isObject(value)) return value;
  if (key === 'discriminator' && isObject(value['mapping'])) {
    const mapping = Object.entries(value['mapping']).map(([name, target]): [string, Json] => [
      name,
      typeof target === 'string' ? renameFile(target, nameOf) : target,
    ]);
    return { ...value, mapping: Object.fromEntries(mapping) };
  }
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, rename(item, nameOf, name)]));
}

function renameFile(reference: string, nameOf: (name: string) => string): string {
  return reference.replace(/^[\w-]+(?=\.json(?:#|$))/, nameOf);
}

/** Replaces names in the links of an operation, and in all references of an entity. */
export function renameInForm(form: JsonObject, nameOf: (name: string) => string): JsonObject {
  const renamed = renameDefinitions(form, nameOf) as JsonObject;
  const body = (value: Json): Json => ({
    ...(value as JsonObject),
    definitions: ((value as JsonObject)['definitions'] as string[]).map(nameOf),
  });
  return {
    ...renamed,
    ...(isObject(renamed['requestBody']) ? { requestBody: body(renamed['requestBody']) } : {}),
    ...(isArray(renamed['responses']) ? { responses: renamed['responses'].map(body) } : {}),
  };
}

/** A string as it is, anything else as JSON text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** JSON text that does not depend on the order of members. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([one], [other]) => (one < other ? -1 : 1)))
      : item,
  );
}
