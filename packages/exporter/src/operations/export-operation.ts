import { childAt, isArray, isObject, type Json, type JsonObject, splitPointer } from '@connectory/json';
import { decodeFragment } from '../objects/decode-fragment.ts';
import { exportMembers, exportObject, type ObjectExport } from '../objects/export-object.ts';
import { freeName } from '../objects/free-name.ts';
import { setMember, setMembers, without } from '../objects/set-member.ts';
import { textOf } from '../objects/text-of.ts';
import { exportRequestBody, exportResponses } from './export-bodies.ts';
import { exportParameter } from './export-parameter.ts';
import type { ExportedTrigger } from '../version/exported-version.ts';

export interface OperationExport extends ObjectExport {
  readonly security: Json | undefined;
  /** The shared parameters of the extras. */
  readonly parameters: JsonObject;
  /** The triggers that are callbacks, by the action or trigger that they belong to. */
  readonly callbacks: ReadonlyMap<CallbackOwner, readonly ExportedTrigger[]>;
}

/** An action and a trigger may have the same name. */
export type CallbackOwner = `${EntityKind} ${string}`;

export type EntityKind = 'action' | 'trigger';

/** Extras that are not members of the operation: where the entity came from, or members that are put together from several parts. */
const notMembers: ReadonlySet<string> = new Set([
  'ranges',
  'webhook',
  'callback',
  'callbacks',
  'parameters',
  'responses',
  'requestBody',
  'security',
  'servers',
]);

/** The operation that an action or trigger was made of. @param item the extras of its path item. */
export function exportOperation(
  kind: EntityKind,
  body: JsonObject,
  item: JsonObject,
  context: OperationExport,
): JsonObject {
  const extras = isObject(body['openapi']) ? body['openapi'] : {};
  const operation: { [key: string]: Json } = {};
  for (const key of ['summary', 'description'] as const)
    if (body[key] !== item[key]) setMember(operation, key, body[key]);
  setMembers(operation, exportMembers('operation', without(extras, notMembers), context));
  if (!sameJson(extras['security'], context.security)) setMember(operation, 'security', extras['security']);
  if (!sameJson(extras['servers'], item['servers'])) setMember(operation, 'servers', extras['servers']);
  const lists = { parameters: body['parameters'], refused: extras['parameters'], inherited: item['parameters'] };
  setMember(operation, 'parameters', exportParameters(lists, context));
  const refusedBody = extras['requestBody'];
  setMember(
    operation,
    'requestBody',
    refusedBody === undefined
      ? exportRequestBody(body['requestBody'], context)
      : exportObject('request-body', refusedBody, context),
  );
  setMember(operation, 'responses', exportResponses(body['responses'], extras['responses'], context));
  setMember(operation, 'callbacks', exportCallbacks(`${kind} ${textOf(body['name'])}`, extras['callbacks'], context));
  return operation;
}

/** @param inherited the parameters of the path item that its extras keep. */
function exportParameters(
  { parameters, refused, inherited }: { [list in 'parameters' | 'refused' | 'inherited']: Json | undefined },
  context: OperationExport,
): Json | undefined {
  if (refused !== undefined && !isArray(refused)) return refused;
  const imported = isArray(parameters) ? parameters : [];
  const exported = [
    ...ignoredLast(inOrderOfPath(imported, inherited, context)).map((parameter) => exportParameter(parameter, context)),
    ...(refused ?? []).map((parameter) => exportObject('parameter', parameter, context)),
  ];
  return exported.length === 0 ? undefined : exported;
}

/** Parameters that replace one of the path item come first, in its order: they take its position when the document is imported. */
function inOrderOfPath(
  parameters: readonly Json[],
  inherited: Json | undefined,
  { parameters: shared }: OperationExport,
): readonly Json[] {
  if (!isArray(inherited)) return parameters;
  const keys = inherited.map((parameter) => keyOf(resolveShared(parameter, shared)));
  const positionOf = (parameter: Json): number => {
    const index = keys.indexOf(keyOf(parameter));
    return index < 0 ? keys.length : index;
  };
  return [...parameters].sort((a, b) => positionOf(a) - positionOf(b));
}

const ignoredHeaders: ReadonlySet<string> = new Set(['header accept', 'header authorization', 'header content-type']);

/** Headers that OpenAPI 3 ignores, and Swagger 2.0 does not: they are among the refused ones when the document is imported. */
function ignoredLast(parameters: readonly Json[]): readonly Json[] {
  const isIgnored = (parameter: Json): boolean => ignoredHeaders.has(keyOf(parameter));
  return [...parameters.filter((parameter) => !isIgnored(parameter)), ...parameters.filter(isIgnored)];
}

function resolveShared(parameter: Json, shared: JsonObject): Json {
  const reference = isObject(parameter) ? parameter['$ref'] : undefined;
  if (typeof reference !== 'string' || !reference.startsWith('#/components/parameters/')) return parameter;
  const [name = ''] = splitPointer(decodeFragment(reference.slice('#/components/parameters'.length)));
  return childAt(shared, name) ?? parameter;
}

/** Header names are compared without regard to case (RFC 9110, section 5.1). */
function keyOf(parameter: Json): string {
  if (!isObject(parameter)) return '';
  const [location, name] = [textOf(parameter['in']), textOf(parameter['name'])];
  return `${location} ${location === 'header' ? name.toLowerCase() : name}`;
}

/** @param left the callbacks in the extras of the operation. */
function exportCallbacks(owner: CallbackOwner, left: Json | undefined, context: OperationExport): Json | undefined {
  if (left !== undefined && !isObject(left)) return left;
  const callbacks: { [name: string]: { [expression: string]: Json } | Json } = {};
  const triggers = context.callbacks.get(owner) ?? [];
  const written = new Set(triggers.map(({ body }) => callbackOf(body)?.name));
  for (const name of Object.keys(left ?? {})) {
    const kept = exportObject('callbacks', left?.[name] ?? null, context);
    setMember(callbacks, name, written.has(name) && isObject(kept) ? withTextsAside(kept) : kept);
  }
  for (const { body } of triggers) {
    const { name, expression } = callbackOf(body) ?? { name: '', expression: '' };
    const callback = objectAt(callbacks, name);
    const item = objectAt(callback, expression);
    const leftItem = objectAt(objectAt(left, name), expression);
    const operation = exportOperation('trigger', body, leftItem, context);
    setMember(callbacks, name, { ...callback, [expression]: { ...item, [methodOf(body)]: operation } });
  }
  return Object.keys(callbacks).length === 0 ? undefined : callbacks;
}

/**
 * A callback that is written out, with the texts aside that stood beside its reference: every other member of a callback is an
 * expression, and these have braces, a scheme or a path.
 */
function withTextsAside(callback: JsonObject): JsonObject {
  const members: { [key: string]: Json } = {};
  for (const key of Object.keys(callback)) {
    const isText = !key.startsWith('x-') && !/[{$:/]/.test(key) && !isObject(callback[key]);
    setMember(members, isText ? freeName(callback, `x-${key}`) : key, callback[key]);
  }
  return members;
}

function objectAt(object: JsonObject | undefined, key: string): JsonObject {
  const value = childAt(object, key);
  return isObject(value) ? value : {};
}

/** The callback that a trigger was made of. */
export function callbackOf(
  trigger: JsonObject,
): { readonly owner: CallbackOwner; readonly name: string; readonly expression: string } | undefined {
  const extras = trigger['openapi'];
  const callback = isObject(extras) ? extras['callback'] : undefined;
  if (!isObject(callback)) return undefined;
  const { action, trigger: owner } = callback;
  const kind = action === undefined ? 'trigger' : 'action';
  return {
    owner: `${kind} ${textOf(action ?? owner)}`,
    name: textOf(callback['name']),
    expression: textOf(callback['expression']),
  };
}

/** The member of a path item that holds an operation. */
export function methodOf(body: JsonObject): string {
  return textOf(body['method']).toLowerCase();
}

function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
