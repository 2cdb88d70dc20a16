import type { ImportContext } from '../context/import-context.ts';
import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { readText } from '../context/read-text.ts';
import { writtenText } from '../json/spellings.ts';
import { member, objectMember, textMember } from '../json/members.ts';
import type { ConnectorVariable } from '../model/connector-model.ts';
import { at, rootPlace } from '../place/place.ts';
import { checkServerUrls } from './check-servers.ts';
import { trimEnd } from '../text/trim.ts';
import { serverInvalid } from '../rules/server-invalid.ts';
import { serverMissing } from '../rules/server-missing.ts';
import { serverRelative } from '../rules/server-relative.ts';
import { extraServersIgnored } from '../rules/extra-servers-ignored.ts';

/** Maps the first server to the base URL and its variables. */
export function mapServers(context: ImportContext): {
  baseUrl: string;
  connectionVariables: readonly ConnectorVariable[];
} {
  const place = at(rootPlace, 'servers');
  const servers = member(context.root, 'servers');
  const list = isArray(servers) ? servers : [];
  checkServerUrls(servers, place, context);
  list.slice(1).forEach((server, index) => {
    const url = isObject(server) ? textMember(server, 'url') : undefined;
    context.messages.report(extraServersIgnored, at(place, index + 1), url ?? 'without a URL');
  });
  const [first = defaultServer(servers, context)] = list;
  const url = isObject(first) ? textMember(first, 'url') : undefined;
  if (!isObject(first) || url === undefined) {
    const remark = list.length === 0 ? 'no servers' : 'the first server has no URL';
    context.messages.report(serverMissing, list.length === 0 ? rootPlace : at(place, 0), remark);
    return { baseUrl: '', connectionVariables: [] };
  }
  const connectionVariables = mapVariables(first, url, context);
  return { baseUrl: trimEnd(absoluteUrl(url, context), '/'), connectionVariables };
}

/** Without servers, the API is at the root of the host of the document (OpenAPI 3.0.3, OpenAPI Object, `servers`). */
function defaultServer(servers: Json | undefined, { sourceUrl }: ImportContext): JsonObject | undefined {
  return sourceUrl !== undefined && (servers === undefined || isArray(servers)) ? { url: '/' } : undefined;
}

function mapVariables(server: JsonObject, url: string, context: ImportContext): readonly ConnectorVariable[] {
  const place = at(rootPlace, 'servers', 0);
  const variables = objectMember(server, 'variables') ?? {};
  const used = [...url.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? '');
  const names = [...new Set([...used, ...Object.keys(variables)])];
  // They have no place of their own.
  const undeclared = names.filter((name) => member(variables, name) === undefined);
  const remarks = undeclared.map((name) => `{${name}} is not declared`);
  if (remarks.length > 0) context.messages.report(serverInvalid, at(place, 'url'), remarks.join(', '));
  return names.map((name) => {
    const variable = objectMember(variables, name);
    // Reports a number or boolean, which is read as it was spelt.
    if (variable !== undefined) readText(variable, 'default', at(place, 'variables', name), context);
    const value = variable === undefined ? undefined : valueOfVariable(variable);
    if (value === undefined && member(variables, name) !== undefined) {
      const remark = variable === undefined ? `{${name}} is not declared` : `${name} has no default`;
      context.messages.report(serverInvalid, at(place, 'variables', name), remark);
    } else if (variable !== undefined && value !== undefined && !isInEnum(value, variable))
      context.messages.report(
        serverInvalid,
        at(place, 'variables', name, 'default'),
        `${JSON.stringify(value)} is not in enum`,
      );
    return { name, value: value ?? '' };
  });
}

/** OpenAPI 3.1.1, Server Variable Object, `default`: where `enum` is defined, it contains the value. */
function isInEnum(value: string, variable: JsonObject): boolean {
  const values = member(variable, 'enum');
  if (!isArray(values) || values.length === 0) return true;
  return values.some((item, index) => writtenText(item, values, index) === value);
}

/** The value of a server variable: its default, else the first of its `enum`. Empty text is a value. */
export function valueOfVariable(variable: JsonObject): string | undefined {
  const values = member(variable, 'enum');
  return (
    writtenText(member(variable, 'default'), variable, 'default') ??
    (isArray(values) ? writtenText(values[0], values, 0) : undefined)
  );
}

/** Writes `{region}` as `{{ conn.region }}` and makes the URL absolute where possible. */
function absoluteUrl(url: string, context: ImportContext): string {
  const substituted = url.replace(/\{([^{}]+)\}/g, '{{ conn.$1 }}');
  if (/^([a-z][a-z0-9+.-]*:|\{\{)/i.test(substituted)) return substituted;
  const base = context.sourceUrl === undefined ? undefined : resolveUrl(url, context.sourceUrl);
  if (base !== undefined) return base.replace(/%7B([^%]+)%7D/gi, '{{ conn.$1 }}');
  context.messages.report(serverRelative, at(rootPlace, 'servers', 0, 'url'), url);
  return substituted;
}

function resolveUrl(url: string, base: string): string | undefined {
  return URL.canParse(url, base) ? new URL(url, base).href : undefined;
}
