import type { ImportContext } from '../context/import-context.ts';
import { readText } from '../context/read-text.ts';
import { reportNotes } from '../context/resolve-object.ts';
import { member, setMember, textMember } from '../json/members.ts';
import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import type { HttpMethod, OperationModel } from '../model/connector-model.ts';
import { capitalise } from '../names/names.ts';
import { at, type Place } from '../place/place.ts';
import { methodMisspelt } from '../rules/method-misspelt.ts';
import { methodUnsupported } from '../rules/method-unsupported.ts';
import { notSelected } from '../rules/not-selected.ts';
import { operationInvalid } from '../rules/operation-invalid.ts';
import { keepRequirements } from '../extras/keep-text.ts';
import { operationSecurityKept } from '../rules/operation-security-kept.ts';
import { serverOverridden } from '../rules/server-overridden.ts';
import { checkServerUrls } from '../connector/check-servers.ts';
import { mapRequestBody, mapResponses } from './bodies.ts';
import { additionalOperations, type MethodField, readAdditionalMethod, readMethodField } from './methods.ts';
import type { PathTemplate } from './path-template.ts';
import type { KnownParameters } from './declare-parameter.ts';
import { mapParameters } from './parameters.ts';

/** A path item, webhook or callback, after following its reference. */
export interface PathItem {
  readonly object: JsonObject;
  readonly place: Place;
  /** Undefined for triggers. */
  readonly template: PathTemplate | undefined;
  /** The text that `paths` filters match: the path template or the name of a webhook; undefined for callbacks. */
  readonly path: string | undefined;
  /** Its `parameters` that an operation has read. */
  readonly knownParameters: KnownParameters;
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

/** Of an operationId without one, no name would be left. */
export const hasNameCharacter = /[a-zA-Z0-9_\-$]/;

type OperationKind = 'operations' | 'webhooks' | 'callbacks';

/**
 * Calls `map` for each importable operation of a path item, in document order, and counts all operations. An
 * operation for which `map` returns undefined counts as not imported.
 * @returns the members of the path item that became operations, or were not selected; names under `additionalOperations` behind a slash.
 */
export function forEachOperation(
  item: PathItem,
  kind: OperationKind,
  context: ImportContext,
  map: (source: OperationSource) => object | undefined,
): ReadonlySet<string> {
  const taken = new Set<string>();
  const found = new Set<HttpMethod>();
  for (const { key, name, field, value, place } of findOperations(item, context)) {
    if (isObject(value)) context.links.addOperation(textMember(value, 'operationId'));
    if (field.kind === 'unsupported' || (field.kind === 'misspelt' && isTaken(field.method, item, found))) {
      refuseMethod(name, place, kind, context);
      continue;
    }
    const { method } = field;
    found.add(method);
    const isLeftOut = isObject(value) && !isSelected(item, method, value, context);
    const mapped = context.coverage.count(kind, () => {
      if (field.kind === 'misspelt')
        context.messages.report(methodMisspelt, place, `${name} is read as ${method.toLowerCase()}`);
      if (isLeftOut) context.messages.report(notSelected, place, `${method} ${item.path ?? ''}`);
      else if (isObject(value)) {
        reportNotes(value, context);
        return map({ item, method, operation: value, place });
      } else context.messages.report(operationInvalid, place, `${method} is not an object`);
      return undefined;
    });
    if (isLeftOut || mapped !== undefined) taken.add(key);
  }
  return taken;
}

/** A misspelt method gives way to the one that is spelt as the specification does. */
function isTaken(method: HttpMethod, { object }: PathItem, found: ReadonlySet<HttpMethod>): boolean {
  return found.has(method) || member(object, method.toLowerCase()) !== undefined;
}

interface FoundOperation {
  readonly key: string;
  /** As written. */
  readonly name: string;
  readonly field: Exclude<MethodField, { kind: 'none' }>;
  readonly value: Json | undefined;
  readonly place: Place;
}

function findOperations(item: PathItem, context: ImportContext): readonly FoundOperation[] {
  return Object.keys(item.object).flatMap((key): readonly FoundOperation[] => {
    const value = item.object[key];
    const place = context.shape.placeOf(value, at(item.place, key));
    const field = readMethodField(key, value);
    if (field.kind !== 'none') return [{ key, name: key, field, value, place }];
    if (key !== additionalOperations || !isObject(value)) return [];
    return Object.keys(value).flatMap((name): readonly FoundOperation[] => {
      const additional = readAdditionalMethod(name);
      if (additional.kind === 'none') return [];
      const here = at(place, name);
      return [{ key: `${key}/${name}`, name, field: additional, value: value[name], place: here }];
    });
  });
}

/** Callbacks are imported with their operation. */
function isSelected({ path }: PathItem, method: HttpMethod, operation: JsonObject, context: ImportContext): boolean {
  return path === undefined || context.selection.selects({ method, operation, path });
}

function refuseMethod(name: string, place: Place, kind: OperationKind, context: ImportContext): void {
  context.coverage.count(kind, () => {
    context.messages.report(methodUnsupported, place, name.toUpperCase());
    return undefined;
  });
}

/** What an action and a trigger take from their operation. */
export type OperationFacts = Omit<OperationModel, 'name'>;

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
    known: item.knownParameters,
    takenShared: item.takenParameters,
    own: member(operation, 'parameters'),
    ownPlace: at(place, 'parameters'),
  };
  const mapped = mapParameters({ ...lists, template: item.template, place }, context, used);
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
  if (ownSecurity !== undefined) {
    context.messages.report(operationSecurityKept, at(place, 'security'), securityText(ownSecurity));
    context.security.check(ownSecurity, at(place, 'security'));
  }
  const servers = ownServers(operation, place, context) ?? member(item.object, 'servers');
  const texts = ['summary', 'description'].filter((key) => textMember(operation, key) !== undefined);
  const taken = new Set([...followed, ...texts, ...(isBodyTaken ? ['requestBody'] : [])]);
  const openapi = context.extras.keepRest('operation', operation, place, used, taken);
  const security = ownSecurity ?? member(context.root, 'security');
  if (security !== undefined) setMember(openapi, 'security', keepRequirements(security));
  setMember(openapi, 'servers', servers);
  setMember(openapi, 'ranges', responseRanges(operation));
  return openapi;
}

function ownServers(operation: JsonObject, place: Place, context: ImportContext): Json | undefined {
  const servers = member(operation, 'servers');
  if (isArray(servers) && servers.length > 0)
    context.messages.report(serverOverridden, at(place, 'servers'), 'servers of the operation');
  checkServerUrls(servers, at(place, 'servers'), context);
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
