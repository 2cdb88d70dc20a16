import type { ImportContext } from '../context/import-context.ts';
import { readText } from '../context/read-text.ts';
import { member, setMember, textMember } from '../json/members.ts';
import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import type { HttpMethod, ParameterModel, RequestBodyModel, ResponseModel } from '../model/connector-model.ts';
import { capitalise } from '../names/names.ts';
import { at, type Place } from '../place/place.ts';
import { methodUnsupported } from '../rules/method-unsupported.ts';
import { notSelected } from '../rules/not-selected.ts';
import { operationInvalid } from '../rules/operation-invalid.ts';
import { operationSecurityKept } from '../rules/operation-security-kept.ts';
import { serverOverridden } from '../rules/server-overridden.ts';
import { mapRequestBody, mapResponses } from './bodies.ts';
import { mapParameters } from './parameters.ts';

/** A path item, webhook or callback, after following its reference. */
export interface PathItem {
  readonly object: JsonObject;
  readonly place: Place;
  /** The path template; undefined for triggers. */
  readonly template: string | undefined;
  /** The text that `paths` filters match: the path template or the name of a webhook; undefined for callbacks. */
  readonly path: string | undefined;
  /** Indexes of its `parameters` that became parameters of an operation. */
  readonly takenParameters: Set<number>;
}

/** One operation of a path item. */
export interface OperationSource {
  readonly item: PathItem;
  readonly method: HttpMethod;
  readonly operation: JsonObject;
  readonly place: Place;
}

/** Path item fields for the methods of the contract. */
const methods: ReadonlyMap<string, HttpMethod> = new Map<string, HttpMethod>([
  ['get', 'GET'],
  ['put', 'PUT'],
  ['post', 'POST'],
  ['delete', 'DELETE'],
  ['options', 'OPTIONS'],
  ['head', 'HEAD'],
  ['patch', 'PATCH'],
  ['trace', 'TRACE'],
  ['connect', 'CONNECT'],
]);

/** The method that OpenAPI 3.2 adds and the contract lacks. */
const unsupportedField = 'query';

/**
 * Calls `map` for each importable operation of a path item, in document order, and counts all operations. An
 * operation for which `map` returns undefined counts as not imported.
 * @returns the members of the path item that became operations, or were not selected.
 */
export function forEachOperation(
  item: PathItem,
  kind: 'operations' | 'webhooks' | 'callbacks',
  context: ImportContext,
  map: (source: OperationSource) => object | undefined,
): ReadonlySet<string> {
  const taken = new Set<string>();
  for (const key of Object.keys(item.object)) {
    const value = item.object[key];
    const place = context.shape.placeOf(value, at(item.place, key));
    if (key === 'additionalOperations' && isObject(value)) {
      for (const name of Object.keys(value)) refuseMethod(name, at(place, name), kind, context);
      continue;
    }
    if (key === unsupportedField && isObject(value)) refuseMethod(key, place, kind, context);
    const method = methods.get(key);
    if (method === undefined) continue;
    const isLeftOut = isObject(value) && !isSelected(item, method, value, context);
    const mapped = context.coverage.count(kind, () => {
      if (isLeftOut) context.messages.report(notSelected, place, `${method} ${item.path ?? ''}`);
      else if (isObject(value)) return map({ item, method, operation: value, place });
      else context.messages.report(operationInvalid, place, `${method} is not an object`);
      return undefined;
    });
    if (isLeftOut || mapped !== undefined) taken.add(key);
  }
  return taken;
}

/** Callbacks are imported with their operation. */
function isSelected({ path }: PathItem, method: HttpMethod, operation: JsonObject, context: ImportContext): boolean {
  return path === undefined || context.selection.selects({ method, operation, path });
}

function refuseMethod(
  name: string,
  place: Place,
  kind: 'operations' | 'webhooks' | 'callbacks',
  context: ImportContext,
): void {
  context.coverage.count(kind, () => {
    context.messages.report(methodUnsupported, place, name.toUpperCase());
    return undefined;
  });
}

export interface OperationFacts {
  readonly summary?: string;
  readonly description?: string;
  readonly method: HttpMethod;
  readonly operationId?: string;
  readonly parameters: readonly ParameterModel[];
  readonly requestBody?: RequestBodyModel;
  readonly responses: readonly ResponseModel[];
  readonly references: readonly number[];
  readonly openapi?: { readonly [key: string]: Json };
}

/**
 * Maps the members that actions and triggers share.
 * @param added extras of this kind of operation only.
 */
export function mapOperationFacts(
  source: OperationSource,
  name: string,
  context: ImportContext,
  added: { readonly [key: string]: Json | undefined },
): OperationFacts {
  const { item, operation, place, method } = source;
  const used = new Set<number>();
  const lists = {
    shared: member(item.object, 'parameters'),
    sharedPlace: at(item.place, 'parameters'),
    own: member(operation, 'parameters'),
    ownPlace: at(place, 'parameters'),
  };
  const mapped = mapParameters({ ...lists, template: item.template, place }, context, used);
  for (const index of mapped.takenShared) item.takenParameters.add(index);
  const owner = { operationName: capitalise(name), used };
  const body = member(operation, 'requestBody');
  const requestBody = mapRequestBody(body, at(place, 'requestBody'), owner, context);
  const { responses, refused } = mapResponses(member(operation, 'responses'), at(place, 'responses'), owner, context);
  const texts = textsOf(source);
  const operationId = readText(operation, 'operationId', place, context);
  const openapi = keepOperation(source, { isBodyTaken: requestBody !== undefined, used }, context);
  setMember(openapi, 'parameters', mapped.refused.length === 0 ? undefined : mapped.refused);
  setMember(openapi, 'responses', refused);
  for (const key of Object.keys(added)) setMember(openapi, key, added[key]);
  return {
    method,
    parameters: mapped.parameters,
    responses,
    references: [...used].sort((a, b) => a - b),
    ...texts,
    ...(operationId === undefined ? {} : { operationId }),
    ...(requestBody === undefined ? {} : { requestBody }),
    ...(isEmpty(openapi) ? {} : { openapi }),
  };
}

function isEmpty(object: JsonObject): boolean {
  for (const _key in object) return false;
  return true;
}

/** The summary and description of an operation, else those of its path item, which apply to all operations of the path. */
function textsOf({ operation, item }: OperationSource): { summary?: string; description?: string } {
  const [summary, description] = (['summary', 'description'] as const).map(
    (key) =>
      textMember(operation, key) ?? (member(operation, key) === undefined ? textMember(item.object, key) : undefined),
  );
  return {
    ...(summary === undefined ? {} : { summary }),
    ...(description === undefined ? {} : { description }),
  };
}

/** Members that are mapped one by one. Their refused parts are added to the extras. */
const followed = ['parameters', 'responses', 'callbacks'] as const;

function keepOperation(
  source: OperationSource,
  { isBodyTaken, used }: { readonly isBodyTaken: boolean; readonly used: Set<number> },
  context: ImportContext,
): { [key: string]: Json } {
  const { item, operation, place } = source;
  const ownSecurity = member(operation, 'security');
  if (ownSecurity !== undefined)
    context.messages.report(operationSecurityKept, at(place, 'security'), securityText(ownSecurity));
  const servers = ownServers(operation, place, context) ?? member(item.object, 'servers');
  const texts = ['summary', 'description'].filter((key) => textMember(operation, key) !== undefined);
  const taken = new Set([...followed, ...texts, ...(isBodyTaken ? ['requestBody'] : [])]);
  const openapi = context.extras.keepRest('operation', operation, place, used, taken);
  setMember(openapi, 'security', ownSecurity ?? member(context.root, 'security'));
  setMember(openapi, 'servers', servers);
  setMember(openapi, 'ranges', responseRanges(operation));
  return openapi;
}

function ownServers(operation: JsonObject, place: Place, context: ImportContext): Json | undefined {
  const servers = member(operation, 'servers');
  if (isArray(servers) && servers.length > 0)
    context.messages.report(serverOverridden, at(place, 'servers'), 'servers of the operation');
  return servers;
}

function securityText(security: Json): string {
  if (!isArray(security)) return 'not a list';
  if (security.length === 0) return 'none needed';
  return security.map((group) => (isObject(group) ? Object.keys(group).join(' and ') || 'none' : '?')).join(', or ');
}

/** Status ranges as written, because a response holds a single code. */
function responseRanges(operation: JsonObject): Json | undefined {
  const responses = member(operation, 'responses');
  if (!isObject(responses)) return undefined;
  const ranges = Object.keys(responses).filter((key) => /^[1-5][xX]{2}$/.test(key));
  return ranges.length === 0 ? undefined : ranges;
}
