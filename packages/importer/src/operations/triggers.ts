import type { ImportContext } from '../context/import-context.ts';
import { resolveObject } from '../context/resolve-object.ts';
import { append, isObject, type Json, type JsonObject } from '@connectory/json';
import { asideName, emptyObject, member, textMember } from '../json/members.ts';
import type { ActionModel, TriggerModel } from '../model/connector-model.ts';
import { capitalise } from '../names/names.ts';
import { at, type Place, rootPlace } from '../place/place.ts';
import { callbackNotFollowed } from '../rules/callback-not-followed.ts';
import { nameChanged } from '../rules/name-changed.ts';
import { pathItemInvalid } from '../rules/path-item-invalid.ts';
import { leadsBackToItself } from './callback-cycles.ts';
import { keepPathItem } from './path-item-extras.ts';
import { forEachOperation, hasNameCharacter, mapOperation, type OperationSource } from './operation-facts.ts';

/** Maps `webhooks` (3.1 and later) and the extension `x-webhooks` (3.0). */
export function mapWebhooks(context: ImportContext): readonly TriggerModel[] {
  const first = member(context.root, 'webhooks');
  return ['webhooks', 'x-webhooks'].flatMap((key) => {
    const webhooks = member(context.root, key);
    if (!isObject(webhooks)) return [];
    return Object.keys(webhooks).flatMap((written) => {
      const value = webhooks[written] ?? null;
      const place = at(rootPlace, key, written);
      const isTaken = key === 'x-webhooks' && isObject(first) && Object.hasOwn(first, written);
      const name = isTaken ? asideName(first, written) : written;
      if (isTaken) context.messages.report(nameChanged, place, `${JSON.stringify(written)} became ${name}`);
      // Extensions stand among webhooks as among paths; a webhook may be called like one.
      const isExtension = written.startsWith('x-') && !isObject(value);
      const mapped = isExtension ? { triggers: [], left: value } : mapWebhook(name, value, place, context);
      if (mapped.left !== undefined) context.versionExtras.addPathItem('webhooks', name, mapped.left);
      return mapped.triggers;
    });
  });
}

function mapWebhook(name: string, value: Json, place: Place, context: ImportContext): MappedItem {
  return mapItem({ value, place, kind: 'webhooks', wanted: name, added: { webhook: name }, nesting: 0 }, context);
}

/** The action or trigger that a callback belongs to. */
export type CallbackOwner = { readonly action: string } | { readonly trigger: string };

/** Callbacks within callbacks up to which triggers are made, so that the stack suffices. */
const maxNesting = 50;

/** The triggers of an operation's callbacks, and of callbacks within these: one for each operation of each expression. */
export function mapCallbacks(
  source: OperationSource,
  owner: CallbackOwner,
  context: ImportContext,
  nesting = 0,
): MappedItem {
  const callbacks = member(source.operation, 'callbacks');
  if (!isObject(callbacks)) return { triggers: [], left: callbacks };
  const triggers: TriggerModel[] = [];
  const left = emptyObject();
  for (const name of Object.keys(callbacks)) {
    const callback = { owner, name, place: at(source.place, 'callbacks', name), nesting };
    const mapped = mapCallback(callbacks[name] ?? null, callback, context);
    append(triggers, mapped.triggers);
    if (mapped.left !== undefined) left[name] = mapped.left;
  }
  return { triggers, left: Object.keys(left).length > 0 ? left : undefined };
}

interface Callback {
  readonly owner: CallbackOwner;
  readonly name: string;
  readonly place: Place;
  /** Number of callbacks around it. */
  readonly nesting: number;
}

function mapCallback(value: Json, { owner, name, place, nesting }: Callback, context: ImportContext): MappedItem {
  const resolved = resolveObject(value, place, { kind: 'callbacks', rule: pathItemInvalid, remark: name }, context);
  if (resolved === undefined) return { triggers: [], left: value };
  if (nesting > 0 && (nesting > maxNesting || leadsBackToItself(resolved, context))) {
    context.messages.report(callbackNotFollowed, place, name);
    return { triggers: [], left: value };
  }
  const ownerName = 'action' in owner ? owner.action : owner.trigger;
  const triggers: TriggerModel[] = [];
  const left = emptyObject();
  for (const expression of Object.keys(resolved.object)) {
    const item = {
      value: resolved.object[expression] ?? null,
      place: at(resolved.place, expression),
      kind: 'callbacks' as const,
      wanted: `${ownerName}${capitalise(name)}`,
      added: { callback: { ...owner, name, expression } },
      nesting: nesting + 1,
    };
    const mapped = expression.startsWith('x-') ? { triggers: [], left: item.value } : mapItem(item, context);
    append(triggers, mapped.triggers);
    if (mapped.left !== undefined) left[expression] = mapped.left;
  }
  // A callback without expressions would leave no trace otherwise.
  if (Object.keys(resolved.object).length === 0) return { triggers, left: value };
  if (resolved.object !== value) Object.assign(left, siblingsOf(value));
  return { triggers, left: Object.keys(left).length > 0 ? left : undefined };
}

/** The members beside the reference to a callback. */
function siblingsOf(value: Json): JsonObject {
  const { $ref: _reference, ...siblings } = isObject(value) ? value : {};
  return siblings;
}

/** The triggers of path items, and the extras of these path items. */
interface MappedItem {
  readonly triggers: readonly TriggerModel[];
  readonly left: Json | undefined;
}

interface TriggerItem {
  readonly value: Json;
  readonly place: Place;
  readonly kind: 'webhooks' | 'callbacks';
  /** The name of a trigger without an operationId. */
  readonly wanted: string;
  readonly added: { readonly [key: string]: Json };
  /** Number of callbacks around it. */
  readonly nesting: number;
}

function mapItem(item: TriggerItem, context: ImportContext): MappedItem {
  const resolved = resolveObject(
    item.value,
    item.place,
    { kind: 'path-item', rule: pathItemInvalid, remark: item.wanted },
    context,
  );
  if (resolved === undefined) return { triggers: [], left: item.value };
  const triggers: TriggerModel[] = [];
  const path = item.kind === 'webhooks' ? item.wanted : undefined;
  const parameters = { knownParameters: new Map(), takenParameters: new Set<number>() };
  const pathItem = { ...resolved, template: undefined, path, ...parameters };
  const taken = forEachOperation(pathItem, item.kind, context, (source) => {
    const operationId = textMember(source.operation, 'operationId');
    const wanted = operationId !== undefined && hasNameCharacter.test(operationId) ? operationId : item.wanted;
    const name = context.triggerNames.give(
      wanted,
      () => `${item.wanted}${capitalise(source.method.toLowerCase())}`,
      () => `${source.method} ${JSON.stringify(item.added)}`,
    );
    const written = operationId ?? wanted;
    // The name of a callback's trigger without operationId is no author's.
    if (name !== written && (operationId !== undefined || item.kind === 'webhooks'))
      context.messages.report(nameChanged, source.place, `${JSON.stringify(written)} became ${name}`);
    const mapped = mapOperation(
      { name, method: source.method, parameters: [], responses: [], references: [] },
      source,
      context,
      item.added,
    );
    const callbacks = mapCallbacks(source, { trigger: name }, context, item.nesting);
    const trigger = withCallbacks(mapped, callbacks.left);
    triggers.push(trigger);
    append(triggers, callbacks.triggers);
    return trigger;
  });
  return { triggers, left: keepPathItem(pathItem, taken, context) };
}

/** An action or trigger with the callbacks that became no triggers. */
export function withCallbacks<Model extends ActionModel | TriggerModel>(
  model: Model,
  callbacks: Json | undefined,
): Model {
  return callbacks === undefined ? model : { ...model, openapi: { ...model.openapi, callbacks } };
}
