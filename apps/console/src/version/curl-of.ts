import type { ActionResource, ConnectorResource } from '@connectory/client';
import type { SecurityScheme, SecuritySchemes } from '../client/security-scheme.ts';
import { quoteShell } from '../format/shell.ts';

type Parameter = ActionResource['parameters'][number];

interface Example {
  readonly action: Pick<ActionResource, 'method' | 'path' | 'parameters' | 'openapi'>;
  readonly connector: Pick<ConnectorResource, 'baseUrl' | 'connectionVariables'>;
  readonly schemes: SecuritySchemes;
  readonly body?: { readonly type: string; readonly sample: unknown } | undefined;
}

/** A command that makes the request of an action. What has to be filled in stands in angle brackets. */
export function curlOf({ action, connector, schemes, body }: Example): string {
  const auth = authOf(action, schemes);
  const sent = action.parameters.filter(({ required, default: value }) => required || value !== undefined);
  const at = (place: Parameter['in']): readonly (readonly [string, string])[] =>
    sent.filter(({ in: each }) => each === place).map((parameter) => [parameter.name, valueOf(parameter)]);
  const query = [...at('query'), ...auth.query].map(([name, value]) => `${name}=${value}`).join('&');
  const cookies = [...at('cookie'), ...auth.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = [
    ...auth.headers,
    ...at('header').map(([name, value]) => `${name}: ${value}`),
    // curl states the type of a form itself.
    ...(body === undefined || body.type === 'multipart/form-data' ? [] : [`Content-Type: ${body.type}`]),
  ];
  const url = `${baseOf(connector)}${pathOf(action)}${query === '' ? '' : `?${query}`}`;
  const options = [
    `curl ${action.method === 'GET' ? '' : `-X ${action.method} `}${quoteShell(url)}`,
    ...auth.options,
    ...headers.map((header) => `-H ${quoteShell(header)}`),
    ...(cookies === '' ? [] : [`-b ${quoteShell(cookies)}`]),
    ...(body === undefined ? [] : bodyOptions(body)),
  ];
  return options.join(' \\\n  ');
}

/** The base URL with the default values of its variables. */
function baseOf({ baseUrl, connectionVariables = [] }: Example['connector']): string {
  const values = new Map(connectionVariables.map(({ name, value }) => [name, value]));
  // The server of an uploaded document may be relative to an address that is not known.
  const absolute = /^(https?:|\{\{)/.test(baseUrl) ? baseUrl : `<server>${baseUrl}`;
  return absolute.replaceAll(/\{\{ conn\.([^ }]+) \}\}/g, (_, name: string) => values.get(name) ?? `<${name}>`);
}

function pathOf({ path, parameters }: Example['action']): string {
  const byName = new Map(parameters.filter((each) => each.in === 'path').map((each) => [each.name, each]));
  const [start = '', ...rest] = path.split('{{ param.');
  const filled = rest.map((part) => {
    const end = part.indexOf(' }}');
    if (end === -1) return `{{ param.${part}`;
    const name = part.slice(0, end);
    const parameter = byName.get(name);
    return `${parameter === undefined ? `<${name}>` : valueOf(parameter)}${part.slice(end + 3)}`;
  });
  return `${start}${filled.join('')}`;
}

/** The default or the example of a parameter; otherwise a value of its type, or its name in angle brackets. */
function valueOf({ name, type, default: standard, openapi }: Parameter): string {
  const schema: { readonly [keyword: string]: unknown } = Object(openapi?.['schema']);
  const first = (list: unknown): unknown => (Array.isArray(list) ? list[0] : undefined);
  const given =
    standard ?? openapi?.['example'] ?? schema['example'] ?? first(schema['examples']) ?? first(schema['enum']);
  if (typeof given === 'string' || typeof given === 'number' || typeof given === 'boolean')
    return encodeURIComponent(given);
  return type === 'boolean' ? 'true' : type === 'integer' || type === 'number' ? '1' : `<${name}>`;
}

function bodyOptions({ type, sample }: NonNullable<Example['body']>): readonly string[] {
  const fields = Object.entries(Object(sample)).map(([name, value]): readonly [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  if (type.includes('json')) return [`-d ${quoteShell(JSON.stringify(sample, null, 2))}`];
  if (type === 'multipart/form-data') return fields.map(([name, value]) => `-F ${quoteShell(`${name}=${value}`)}`);
  if (type === 'application/x-www-form-urlencoded')
    return fields.map(([name, value]) => `--data-urlencode ${quoteShell(`${name}=${value}`)}`);
  return ["--data-binary '@<file>'"];
}

interface Auth {
  readonly headers: readonly string[];
  readonly query: readonly (readonly [string, string])[];
  readonly cookies: readonly (readonly [string, string])[];
  readonly options: readonly string[];
}

const noAuth: Auth = { headers: [], query: [], cookies: [], options: [] };

/** Placeholders for the first requirement, whose schemes are all needed. */
function authOf({ openapi }: Example['action'], schemes: SecuritySchemes): Auth {
  const security = openapi?.['security'];
  const names = Array.isArray(security) ? Object.keys(Object(security[0])) : [];
  return names.map((name) => authOfScheme(schemes[name] ?? {})).reduce(joinAuth, noAuth);
}

function joinAuth(one: Auth, other: Auth): Auth {
  return {
    headers: [...one.headers, ...other.headers],
    query: [...one.query, ...other.query],
    cookies: [...one.cookies, ...other.cookies],
    options: [...one.options, ...other.options],
  };
}

function authOfScheme({ type, scheme, name, in: place }: SecurityScheme): Auth {
  if (type === 'apiKey') {
    const pair = [String(name), '<key>'] as const;
    if (place === 'query') return { ...noAuth, query: [pair] };
    if (place === 'cookie') return { ...noAuth, cookies: [pair] };
    return { ...noAuth, headers: [`${pair[0]}: <key>`] };
  }
  if (type === 'mutualTLS') return { ...noAuth, options: ["--cert '<certificate>' --key '<key>'"] };
  if (type === 'http' && String(scheme).toLowerCase() === 'basic')
    return { ...noAuth, options: ["-u '<user>:<password>'"] };
  if (type === 'http')
    return { ...noAuth, headers: [`Authorization: ${scheme === 'bearer' ? 'Bearer' : String(scheme)} <token>`] };
  if (type === 'oauth2' || type === 'openIdConnect') return { ...noAuth, headers: ['Authorization: Bearer <token>'] };
  return noAuth;
}
