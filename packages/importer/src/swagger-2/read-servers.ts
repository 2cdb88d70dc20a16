import type { OutputBudget } from '../budget/output-budget.ts';
import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { emptyObject, member, textMember } from '../json/members.ts';
import { trimEnd } from '../text/trim.ts';
import { textList } from './media-types.ts';

/** A server object of OpenAPI 3, and the member of the document that it comes from. */
export interface ReadServer {
  readonly object: JsonObject;
  readonly member: string;
}

/** Finds the parameter that an item of `x-ms-parameterized-host` is or leads to. */
export type FindParameter = (item: JsonObject, index: number) => JsonObject;

const itself: FindParameter = (item) => item;

/** What the servers of a document depend on beside its members. */
export interface ServerOptions {
  /** Of an operation; they replace those of the document. */
  readonly schemes?: readonly string[];
  readonly find?: FindParameter;
  readonly budget: OutputBudget;
  /** The URL that the document was fetched from. */
  readonly sourceUrl?: string | undefined;
}

/**
 * The servers that `host`, `basePath` and `schemes` stand for, and those of Microsoft's `x-ms-parameterized-host`, which come first
 * because they stand for the host.
 */
export function readServers(root: JsonObject, options: ServerOptions): readonly ReadServer[] {
  return [...templateServers(root, options), ...hostServers(root, options)];
}

function hostServers(root: JsonObject, { schemes, budget, sourceUrl }: ServerOptions): readonly ReadServer[] {
  const host = textOf(root, 'host');
  const basePath = basePathOf(root);
  const declared = schemes ?? textList(member(root, 'schemes'));
  if (host === undefined) return servingServers(root, declared ?? [], { budget, sourceUrl });
  // Some documents write the scheme into the host.
  const [, scheme, address = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/|\/\/)?(.*)$/i.exec(trimEnd(host, '/')) ?? [];
  const prefixes = withSchemes(declared ?? (scheme === undefined ? [] : [scheme]));
  budget.spend(prefixes.length * (address.length + basePath.length));
  return prefixes.map((prefix) =>
    server(`${prefix}//${address}${basePath}`, /[?#]/.test(basePath) ? 'basePath' : 'host'),
  );
}

/** Without `host`, the API is at the host that serves the document (Swagger 2.0, Swagger Object, `host`). */
function servingServers(
  root: JsonObject,
  schemes: readonly string[],
  { budget, sourceUrl }: Pick<ServerOptions, 'budget' | 'sourceUrl'>,
): readonly ReadServer[] {
  // Two slashes at the beginning would name a host.
  const path = basePathOf(root).replace(/^\/{2,}/, '/');
  const hasPath = textOf(root, 'basePath') !== undefined;
  if (sourceUrl === undefined || schemes.length === 0 || !URL.canParse(sourceUrl))
    return hasPath ? [server(path === '' ? '/' : path, 'basePath')] : [];
  const { host } = new URL(sourceUrl);
  budget.spend(schemes.length * (host.length + path.length));
  return withSchemes(schemes).map((prefix) => server(`${prefix}//${host}${path}`, hasPath ? 'basePath' : 'schemes'));
}

function templateServers(root: JsonObject, { schemes, find = itself, budget }: ServerOptions): readonly ReadServer[] {
  const extension = member(root, 'x-ms-parameterized-host');
  const template = isObject(extension) ? textOf(extension, 'hostTemplate') : undefined;
  if (!isObject(extension) || template === undefined) return [];
  const parameters = member(extension, 'parameters');
  const variables = isArray(parameters) ? variablesOf(parameters, find) : {};
  const hasPrefix = member(extension, 'useSchemePrefix') !== false;
  const prefixes = hasPrefix ? withSchemes(schemes ?? textList(member(root, 'schemes')) ?? ['https']) : [''];
  const basePath = basePathOf(root);
  budget.spend(prefixes.length * (template.length + basePath.length + Object.keys(variables).length * variableChars));
  return prefixes.map((prefix) => {
    const url = `${prefix}${prefix === '' ? '' : '//'}${template}${basePath}`;
    return server(url, 'x-ms-parameterized-host', variables);
  });
}

/** What a server variable amounts to beside its texts. */
const variableChars = 50;

/** Without schemes, the URL has none: it is relative to the address of the document (Swagger 2.0, `schemes`). */
function withSchemes(schemes: readonly string[]): readonly string[] {
  return schemes.length === 0 ? [''] : schemes.map((scheme) => `${trimEnd(scheme, '/').replace(/:$/, '')}:`);
}

function server(url: string, from: string, variables: JsonObject = {}): ReadServer {
  const plain = url.replaceAll('{{', '{').replaceAll('}}', '}');
  return { object: { url: plain, ...(Object.keys(variables).length === 0 ? {} : { variables }) }, member: from };
}

/** A server variable for each parameter of a host template. Without a default, its value is for the user to give. */
function variablesOf(parameters: readonly Json[], find: FindParameter): JsonObject {
  const variables = emptyObject();
  parameters.forEach((item, index) => {
    if (!isObject(item)) return;
    const parameter = find(item, index);
    const name = textOf(parameter, 'name');
    if (name === undefined) return;
    const values = textList(member(parameter, 'enum'));
    const description = member(parameter, 'description');
    variables[name] = {
      default: textOf(parameter, 'default') ?? values?.[0] ?? '',
      ...(values === undefined ? {} : { enum: values }),
      ...(description === undefined ? {} : { description }),
    };
  });
  return variables;
}

function basePathOf(root: JsonObject): string {
  const path = trimEnd(textOf(root, 'basePath') ?? '', '/');
  return path === '' || path.startsWith('/') ? path : `/${path}`;
}

function textOf(object: JsonObject, key: string): string | undefined {
  return textMember(object, key)?.trim();
}
