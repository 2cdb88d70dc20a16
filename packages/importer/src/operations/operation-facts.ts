import type { ImportContext } from '../context/import-context.ts';
import { compact, member, textMember } from '../json/members.ts';
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
 */
export function forEachOperation(
  item: PathItem,
  kind: 'operations' | 'webhooks' | 'callbacks',
  context: ImportContext,
  map: (source: OperationSource) => object | undefined,
): void {
  for (const key of Object.keys(item.object)) {
    const place = at(item.place, key);
    const value = item.object[key];
    if (key === 'additionalOperations' && isObject(value)) {
      for (const name of Object.keys(value)) refuseMethod(name, at(place, name), kind, context);
      continue;
    }
    if (key === unsupportedField && isObject(value)) refuseMethod(key, place, kind, context);
    const method = methods.get(key);
    if (method === undefined) continue;
    context.coverage.count(kind, () => {
      if (isObject(value) && !isSelected(item, method, value, context)) {
        context.messages.report(notSelected, place, `${method} ${item.path ?? ''}`);
        return undefined;
      }
      if (isObject(value)) return map({ item, method, operation: value, place });
      context.messages.report(operationInvalid, place, `${method} is not an object`);
      return undefined;
    });
  }
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
 * @param extras extras of this kind of operation only.
 */
export function mapOperationFacts(
  source: OperationSource,
  name: string,
  context: ImportContext,
  extras: { readonly [key: string]: Json | undefined },
): OperationFacts {
  const { item, operation, place, method } = source;
  const references = new Set<number>();
  const parameters = mapParameters(
    {
      shared: member(item.object, 'parameters'),
      sharedPlace: at(item.place, 'parameters'),
      own: member(operation, 'parameters'),
      ownPlace: at(place, 'parameters'),
      template: item.template,
      place,
    },
    context,
    references,
  );
  const bodyName = capitalise(name);
  const requestBody = mapRequestBody(member(operation, 'requestBody'), at(place, 'requestBody'), bodyName, context);
  const responses = mapResponses(member(operation, 'responses'), at(place, 'responses'), bodyName, context);
  const [summary, description] = [textMember(operation, 'summary'), textMember(operation, 'description')];
  const operationId = textMember(operation, 'operationId');
  const openapi = compact({ ...extrasOf(source, context), ...extras });
  return {
    method,
    parameters,
    responses,
    references: [...references].sort((a, b) => a - b),
    ...(summary === undefined ? {} : { summary }),
    ...(description === undefined ? {} : { description }),
    ...(operationId === undefined ? {} : { operationId }),
    ...(requestBody === undefined ? {} : { requestBody }),
    ...(openapi === undefined ? {} : { openapi }),
  };
}

function extrasOf(source: OperationSource, context: ImportContext): { readonly [key: string]: Json | undefined } {
  const { item, operation, place } = source;
  const ownSecurity = member(operation, 'security');
  if (ownSecurity !== undefined)
    context.messages.report(operationSecurityKept, at(place, 'security'), securityText(ownSecurity));
  const servers = ownServers(operation, place, context) ?? member(item.object, 'servers');
  return {
    operationId: member(operation, 'operationId'),
    tags: member(operation, 'tags'),
    deprecated: member(operation, 'deprecated'),
    security: ownSecurity ?? member(context.root, 'security'),
    servers,
    externalDocs: member(operation, 'externalDocs'),
    ranges: responseRanges(operation),
  };
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
