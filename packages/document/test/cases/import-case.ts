import { type ConnectorModel, importDocument, type Json, type Message } from '@connectory/importer';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { defaultDocumentLimits, type DocumentLimits, readDocument } from '../../src/index.ts';
import { packFiles } from '../pack-archive.ts';

/** An object of the model or of a document whose members a test looks up by name. */
export type Members = { readonly [key: string]: unknown };

/** A 3.x document with the members that every document needs, in its first three lines. */
export function openapi(version: string, rest: string, info = "{ title: T, version: '1' }"): string {
  const servers = /^servers:/m.test(rest) ? '# servers below' : 'servers: [{ url: https://api.example.com }]';
  return `openapi: ${version}\ninfo: ${info}\n${servers}\n${dedent(rest)}`;
}

/** A Swagger 2.0 document with the members that every document needs, in its first four lines. */
export function swagger(rest: string, info = "{ title: T, version: '1' }"): string {
  return `swagger: '2.0'\ninfo: ${info}\nhost: api.example.com\nschemes: [https]\n${dedent(rest)}`;
}

function dedent(text: string): string {
  const lines = text.replace(/^\n/, '').split('\n');
  const indent = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(indent)).join('\n');
}

/** The model of a document that must import. */
export async function importText(text: string | Uint8Array, limits?: Partial<DocumentLimits>): Promise<ConnectorModel> {
  const read = await readDocument(Buffer.from(text), { limits: { ...defaultDocumentLimits, ...limits } });
  if (!read.ok) throw new Error(`refused: ${read.fault.code}: ${read.fault.message}`);
  const outcome = importDocument(read.document);
  if (!outcome.ok) throw new Error(`not imported: ${outcome.fault.code}: ${outcome.fault.message}`);
  return outcome.model;
}

/** The model of an archive of files that must import. */
export async function importFiles(
  files: { readonly [name: string]: string },
  limits?: Partial<DocumentLimits>,
): Promise<ConnectorModel> {
  return importText(packFiles(files), limits);
}

export function actionNamed(model: ConnectorModel, name: string): ConnectorModel['actions'][number] {
  return found(
    model.actions.find((action) => action.name === name),
    `no action ${name}: ${model.actions.map((action) => action.name).join(', ')}`,
  );
}

export function parametersOf(model: ConnectorModel, action: string): { readonly [name: string]: Members } {
  return Object.fromEntries(
    actionNamed(model, action).parameters.map((parameter) => [parameter.name, { ...parameter }]),
  );
}

export function definitionNames(model: ConnectorModel): readonly string[] {
  return model.definitions.map(({ name }) => name);
}

/** The schema of a definition, without `$schema`. */
export function schemaNamed(model: ConnectorModel, name: string): Members {
  const definition = found(
    model.definitions.find((one) => one.name === name),
    `no definition ${name}: ${definitionNames(model).join(', ')}`,
  );
  return schemaOf(definition.schema);
}

function schemaOf(text: string): Members {
  const { $schema: _, ...schema }: Members = JSON.parse(text);
  return schema;
}

/** A definition's schema in which each reference to another definition is replaced by its target; cycles stay references. */
export function expandedSchema(model: ConnectorModel, name: string): Members {
  return expand(model, schemaNamed(model, name), name, [name]) as Members;
}

function expand(model: ConnectorModel, value: unknown, from: string, above: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => expand(model, item, from, above));
  if (!isMembers(value)) return value;
  const reference = value['$ref'];
  const members = Object.entries(value).filter(([key]) => key !== '$ref');
  const rest = Object.fromEntries(members.map(([key, item]) => [key, expand(model, item, from, above)]));
  if (typeof reference !== 'string') return rest;
  const [file = '', fragment = ''] = reference.split('#');
  const name = file === '' ? from : file.replace(/\.json$/, '');
  if (above.includes(reference) || (fragment === '' && above.includes(name))) return { $ref: reference, ...rest };
  const target = valueAt(schemaNamed(model, name), decodeURIComponent(fragment));
  return { ...(expand(model, target, name, [...above, fragment === '' ? name : reference]) as Members), ...rest };
}

/** The value at a JSON Pointer of a tree. */
export function valueAt(tree: unknown, pointer: string): unknown {
  const tokens = pointer.split('/').slice(1);
  return tokens.reduce<unknown>((value, token) => {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    return Array.isArray(value) ? value[Number(key)] : isMembers(value) ? value[key] : undefined;
  }, tree);
}

function definitionsOf(model: ConnectorModel, body: unknown): readonly string[] {
  const list = isMembers(body) && Array.isArray(body['definitions']) ? body['definitions'] : [];
  return list.map((item: unknown) => {
    const index = isMembers(item) ? item['definition'] : item;
    return found(model.definitions[Number(index)], `no definition ${String(index)}`).name;
  });
}

/** Names of the definitions of an action's request body. */
export function bodyOf(model: ConnectorModel, action: string): readonly string[] {
  return definitionsOf(model, actionNamed(model, action).requestBody);
}

/** Names of the definitions of an action's response; `undefined` asks for `default`. */
export function responseOf(model: ConnectorModel, action: string, status: number | undefined): readonly string[] {
  const { responses } = actionNamed(model, action);
  return definitionsOf(
    model,
    found(
      responses.find((response) => response.status === status),
      `no response ${status}`,
    ),
  );
}

/** Whether an instance is valid under a definition. */
export function accepts(model: ConnectorModel, name: string, instance: Json): boolean {
  const ajv = new Ajv2020({ strict: false, logger: false, validateFormats: false });
  for (const definition of model.definitions)
    ajv.addSchema(schemaOf(definition.schema), `${base}${definition.name}.json`);
  return ajv.validate(`${base}${name}.json`, instance);
}

const base = 'https://definitions.example/';

export function codesOf(model: ConnectorModel): readonly string[] {
  return model.messages.map(({ code }) => code);
}

export function messageOf(model: ConnectorModel, code: string): Message | undefined {
  return model.messages.find((message) => message.code === code);
}

/** Codes of the messages with a place at a pointer, or below it. */
export function codesAt(model: ConnectorModel, pointer: string): readonly string[] {
  const isAt = (at: string): boolean => at === pointer || at.startsWith(`${pointer}/`);
  return model.messages
    .filter(({ locations }) => locations.some((place) => isAt(place.pointer)))
    .map(({ code }) => code);
}

/** Messages that ask their reader to act: warnings and errors. */
export function warningsAt(model: ConnectorModel, pointer: string): readonly string[] {
  return codesAt(model, pointer).filter((code) => messageOf(model, code)?.severity !== 'info');
}

/** Every detail of the messages, one a line. */
export function detailsOf(model: ConnectorModel): string {
  return model.messages.flatMap(({ detail }) => detail).join('\n');
}

/** The model without its messages, as JSON, with the schemas as objects. */
export function keptText(model: ConnectorModel): string {
  const { messages: _, ...rest } = model;
  const extras: unknown = Object.entries(model).find(([key]) => key === 'extras')?.[1];
  return JSON.stringify({
    ...rest,
    extras: typeof extras === 'string' ? JSON.parse(extras) : extras,
    definitions: model.definitions.map((definition) => ({ ...definition, schema: schemaOf(definition.schema) })),
  });
}

/** Whether a text of the document is in the model, or a message names its place. */
export function isAccountedFor(model: ConnectorModel, text: string, pointer: string): boolean {
  return keptText(model).includes(JSON.stringify(text).slice(1, -1)) || codesAt(model, pointer).length > 0;
}

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function found<Value>(value: Value | undefined, reason: string): Value {
  if (value === undefined) throw new Error(reason);
  return value;
}
