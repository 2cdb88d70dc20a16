import type { ImportContext } from '../context/import-context.ts';
import { readText } from '../context/read-text.ts';
import { reportNotes } from '../context/resolve-object.ts';
import { isEmpty, member, setMember, textMember, withAside } from '../json/members.ts';
import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import type { HttpMethod, OperationModel } from '../model/connector-model.ts';
import type { Writable } from '../model/writable.ts';
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
import { sortedIndexes } from '../definitions/sorted-indexes.ts';
import { isRange, mapRequestBody, mapResponses } from './bodies.ts';
import { findOperations } from './find-operations.ts';
import type { PathItem } from './path-item.ts';
import { mapParameters } from './parameters.ts';

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

/** Callbacks are imported with their operation. */
function isSelected({ path }: PathItem, method: HttpMethod, operation: JsonObject, context: ImportContext): boolean {
  return path === undefined || context.selection.selects({ method, operation, path });
}

function refuseMethod(name: string, place: Place, kind: OperationKind, context: ImportContext): void {
  context.coverage.count(kind, () => {
    context.messages.report(methodUnsupported, place, name === 'query' ? 'QUERY' : name);
    return undefined;
  });
}

/**
 * Maps the members that actions and triggers share.
 * @param model with their other members, filled and returned. @param added extras of this kind of operation only.
 */
export function mapOperation<Model extends Writable<OperationModel>>(
  model: Model,
  source: OperationSource,
  context: ImportContext,
  added: { readonly [key: string]: Json | undefined },
): Model {
  const { item, operation, place } = source;
  context.budget.spendRow();
  const used = new Set<number>();
  const parameters = {
    shared: member(item.object, 'parameters'),
    sharedPlace: at(item.place, 'parameters'),
    known: item.knownParameters,
    takenShared: item.takenParameters,
    own: member(operation, 'parameters'),
    ownPlace: at(place, 'parameters'),
    template: item.template,
    place,
  };
  const mapped = mapParameters(parameters, context, used);
  const owner = { operationName: capitalise(model.name), used };
  const body = member(operation, 'requestBody');
  const requestBody = mapRequestBody(body, at(place, 'requestBody'), owner, context);
  const { responses, refused } = mapResponses(member(operation, 'responses'), at(place, 'responses'), owner, context);
  const operationId = readText(operation, 'operationId', place, context);
  const openapi = keepOperation(source, { isBodyTaken: requestBody !== undefined, used }, context);
  setMember(openapi, 'parameters', mapped.refused.length === 0 ? undefined : mapped.refused);
  setMember(openapi, 'responses', refused);
  for (const key of Object.keys(added)) setMember(openapi, key, added[key]);
  model.parameters = mapped.parameters;
  model.responses = responses;
  model.references = sortedIndexes(used);
  const [summary, description] = [ownOrShared('summary', source), ownOrShared('description', source)];
  if (summary !== undefined) model.summary = summary;
  if (description !== undefined) model.description = description;
  if (operationId !== undefined) model.operationId = operationId;
  if (requestBody !== undefined) model.requestBody = requestBody;
  if (!isEmpty(openapi)) model.openapi = openapi;
  return model;
}

/** The summary or description of an operation, else that of its path item, which applies to all operations of the path. */
function ownOrShared(key: string, { operation, item }: OperationSource): string | undefined {
  return textMember(operation, key) ?? (Object.hasOwn(operation, key) ? undefined : textMember(item.object, key));
}

/** Members that are mapped one by one. Their refused parts are added to the extras. */
const followed = ['parameters', 'responses', 'callbacks'];
/** Members that became fields, where their value allows it. */
const fields = ['summary', 'description', 'requestBody'];

/** The members that are no extras, by the fields that an operation has, one bit each: every operation needs such a set. */
const takenByFields = Array.from(
  { length: 2 ** fields.length },
  (_, bits) => new Set([...followed, ...fields.filter((_field, index) => (bits & (1 << index)) !== 0)]),
);

function takenMembers(operation: JsonObject, isBodyTaken: boolean): ReadonlySet<string> {
  const summary = textMember(operation, 'summary') === undefined ? 0 : 1;
  const description = textMember(operation, 'description') === undefined ? 0 : 2;
  return takenByFields[summary + description + (isBodyTaken ? 4 : 0)] ?? new Set();
}

/** Members of the extras of an operation that no document has: its ranges of status codes, and what a trigger was made of. */
const operationMarks = ['ranges', 'webhook', 'callback'];

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
  const taken = takenMembers(operation, isBodyTaken);
  const openapi = withAside(context.extras.keepRest('operation', operation, place, used, taken), operationMarks);
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
  let ranges: string[] | undefined;
  for (const key of Object.keys(responses)) if (isRange(key)) (ranges ??= []).push(key);
  return ranges;
}
