import type { Random } from '../chaos/random.ts';
import { listOf } from './json.ts';
import type { KnownBodies } from './known-bodies.ts';
import type { ValueGenerator } from './generate-value.ts';
import type { KnownValues, ParameterSet } from './known-values.ts';
import { oddJson, oddText } from './odd-values.ts';
import type { FuzzedOperation, FuzzedParameter } from './read-operations.ts';
import { generateDocument, generateUpload } from './generate-upload.ts';

export interface FuzzRequest {
  readonly method: string;
  /** Path and query, percent-encoded. */
  readonly target: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: Buffer;
  /** Whether the path matches the operation's template, so that its response must be documented there. */
  readonly isOfOperation: boolean;
  /** Its path without the query. */
  readonly path: string;
  /** Values of its path parameters, except odd ones. */
  readonly parameters: ParameterSet;
}

export interface RequestSources {
  readonly random: Random;
  readonly values: ValueGenerator;
  readonly known: KnownValues;
  readonly bodies: KnownBodies;
  /** Bearer tokens: valid ones by role, and odd ones. */
  readonly tokens: { readonly [role: string]: readonly string[] };
}

/** Shares of requests with one thing wrong. The rest of each request stays valid, so that it is not refused before. */
const oddPath = 0.1;
const oddToken = 0.06;
/** Share of requests whose parameters belong together. */
const knownSet = 0.8;
const oddMethod = 0.02;
/** Share of paths without the base path, which the operations of the contract also have. */
const shortPath = 0.05;
const oddQuery = 0.15;
const oddBody = 0.6;
/** Share of changes that send back what was read, most of them with one place changed. */
const sentBack = 0.6;

export function generateRequest(operation: FuzzedOperation, sources: RequestSources): FuzzRequest {
  const { random } = sources;
  const path = generatePath(operation, sources);
  const method = random.chance(oddMethod)
    ? random.pick(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'])
    : operation.method;
  const { body, headers } = generateBody(operation, path.text, sources);
  const token = generateToken(operation, sources);
  return {
    method: operation.method === 'GET' && method === operation.method && random.chance(0.05) ? 'HEAD' : method,
    target: (random.chance(shortPath) ? withoutBasePath(path.text) : path.text) + generateQuery(operation, sources),
    headers: {
      ...headers,
      ...generateHeaders(operation, path.text, sources),
      ...(token === undefined ? {} : { Authorization: token }),
    },
    ...(body === undefined ? {} : { body }),
    path: path.text,
    parameters: path.parameters,
    isOfOperation: path.matches && (method === operation.method || (operation.method === 'GET' && method === 'HEAD')),
  };
}

function withoutBasePath(path: string): string {
  return path.replace(/^\/api\/connect\/v1(?=\/(?:o|connectors|categories)\b)/, '');
}

function generatePath(
  { path }: FuzzedOperation,
  { random, known }: RequestSources,
): { text: string; matches: boolean; parameters: ParameterSet } {
  let matches = true;
  const parameters: { [name: string]: string } = {};
  const set = random.chance(knownSet) ? known.pickSet() : {};
  const text = path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    if (!random.chance(oddPath)) return encode((parameters[name] = set[name] ?? known.pick(name)));
    const odd = oddText(random);
    // A URL parser resolves dots, and an empty segment matches no parameter.
    matches &&= !['', '.', '..'].includes(odd) && odd.length < 10_000;
    return random.chance(0.1) ? random.pick(['%', '%E0%A4%A', '%ED%A0%80', '%00', '%FF']) : encode(odd.slice(0, 9_000));
  });
  return { text: random.chance(0.02) ? `${text}/` : text, matches, parameters };
}

/** Percent-encodes a text. Lone surrogates become the bytes that UTF-8 forbids. */
function encode(text: string): string {
  return Array.from(text)
    .map((character) => {
      const code = character.codePointAt(0) ?? 0;
      if (code < 0xd800 || code > 0xdfff) return encodeURIComponent(character);
      return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)]
        .map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
        .join('');
    })
    .join('');
}

function generateQuery({ parameters }: FuzzedOperation, sources: RequestSources): string {
  const { random } = sources;
  const parts = parameters
    .filter((parameter) => parameter.in === 'query' && random.chance(0.35))
    .map((parameter) => `${parameter.name}=${encode(queryValue(parameter, sources).slice(0, 4_000))}`);
  if (random.chance(0.03))
    parts.push(`${encode(oddText(random).slice(0, 500))}=${encode(oddText(random).slice(0, 500))}`);
  if (random.chance(0.02) && parts[0] !== undefined) parts.push(parts[0]);
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

function queryValue(parameter: FuzzedParameter, { random, values, known }: RequestSources): string {
  if (random.chance(oddQuery)) return oddText(random);
  if (parameter.name === 'after' || parameter.name === 'before') return known.pick('cursor');
  if (parameter.name === 'from' || parameter.name === 'token')
    return known.pick(parameter.name === 'from' ? 'version' : 'token');
  return String(values.valid(parameter.schema));
}

/** Characters that a header may hold (RFC 9110, section 5.5). */
function headerText(text: string): string {
  return text.replaceAll(/[^\u0020-\u007e\u00a0-\u00ff]/g, '?').slice(0, 3_000);
}

function generateHeaders(
  { parameters }: FuzzedOperation,
  path: string,
  { random, bodies }: RequestSources,
): { [name: string]: string } {
  const etag = bodies.find(path)?.etag;
  const chosen = parameters.filter((parameter) => parameter.in === 'header' && random.chance(0.4));
  const headers = Object.fromEntries(chosen.map(({ name }) => [name, headerText(headerValue(name, etag, random))]));
  if (random.chance(0.05))
    headers['Accept'] = headerText(random.pick(['application/problem+json', 'text/csv', '*/*;q=0', oddText(random)]));
  if (random.chance(0.05))
    headers['Accept-Encoding'] = headerText(random.pick(['gzip', 'br', 'identity;q=0', oddText(random)]));
  if (random.chance(0.02)) headers['X-Request-Id'] = headerText(oddText(random));
  if (random.chance(0.02)) headers['X-Forwarded-For'] = headerText(oddText(random));
  return headers;
}

function headerValue(name: string, etag: string | undefined, random: Random): string {
  if (random.chance(0.3)) return oddText(random);
  if (name === 'Prefer') return random.pick(['wait=1', 'respond-async', 'return=minimal', 'wait=0, return=minimal']);
  if (name === 'If-None-Match' || name === 'If-Match') {
    const known = etag ?? '"a"';
    return random.pick([
      known,
      known,
      known,
      `"b", ${known}`,
      '*',
      '"a"',
      'W/"a", "b"',
      ',"a",',
      `${'"a",'.repeat(500)}${known}`,
    ]);
  }
  return String(Math.floor(random.between(0, 1_000)));
}

function generateToken({ role }: FuzzedOperation, { random, tokens }: RequestSources): string | undefined {
  if (random.chance(oddToken)) {
    const odd = headerText(random.pick([...(tokens['odd'] ?? []), oddText(random)]));
    return random.chance(0.2) ? undefined : random.chance(0.8) ? `Bearer ${odd}` : odd;
  }
  const own = tokens[role] ?? [];
  return own.length === 0 ? undefined : `Bearer ${random.pick(own)}`;
}

/** Bulk runs import every version again: a few are enough to reach their operations. */
const validReimports = 0.01;

function generateBody(
  operation: FuzzedOperation,
  path: string,
  sources: RequestSources,
): { body?: Buffer; headers: { [name: string]: string } } {
  const { random, values } = sources;
  const { jsonBody, metadata, operationId } = operation;
  if (metadata !== undefined && random.chance(0.6)) return generateUpload(metadata, sources);
  if (operation.hasRawBody)
    return { body: generateDocument(random), headers: { 'Content-Type': 'application/octet-stream' } };
  if (jsonBody === undefined)
    return random.chance(0.03)
      ? { body: Buffer.from(oddJson(random)), headers: { 'Content-Type': 'application/json' } }
      : { headers: {} };
  const isWrong = random.chance(operationId === 'CreateReimport' ? 1 - validReimports : oddBody);
  const text =
    isWrong && random.chance(0.2)
      ? oddJson(random)
      : JSON.stringify(
          readBody(operation, path, sources) ?? (isWrong ? values.wrong(jsonBody) : values.valid(jsonBody)),
        );
  const type = random.chance(0.05)
    ? headerText(
        random.pick([
          'text/plain',
          'application/json; charset=utf-16',
          'application/json; charset=odd',
          'multipart/form-data',
          oddText(random),
        ]),
      )
    : 'application/json';
  const encoding = random.chance(0.02) ? { 'Content-Encoding': random.pick(['gzip', 'br', 'compress', 'odd']) } : {};
  return { body: Buffer.from(text ?? 'null'), headers: { 'Content-Type': type, ...encoding } };
}

/** A resource that was read at a path, with none or one place changed; for a list, a new item like one of its items. */
function readBody({ method }: FuzzedOperation, path: string, { random, values, bodies }: RequestSources): unknown {
  const known = bodies.find(path);
  if (known === undefined || !random.chance(sentBack)) return undefined;
  const json = method === 'POST' ? newItemOf(known.json, random) : known.json;
  return random.chance(0.3) ? json : values.change(json);
}

function newItemOf(list: object, random: Random): object {
  const items: unknown = Object.values(list).find((member) => Array.isArray(member) && member.length > 0);
  const { id: _, ...item } = Object(random.pick(listOf(items)));
  return { ...item, name: `new${Math.floor(random.between(0, 1e6))}` };
}
