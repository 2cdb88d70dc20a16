import type { ImportContext } from '../context/import-context.ts';
import { resolveObject } from '../context/resolve-object.ts';
import { isObject, type Json } from '@connectory/json';
import { emptyObject, member, textMember } from '../json/members.ts';
import type { TriggerModel } from '../model/connector-model.ts';
import { capitalise } from '../names/names.ts';
import { at, type Place, rootPlace } from '../place/place.ts';
import { nameChanged } from '../rules/name-changed.ts';
import { pathItemInvalid } from '../rules/path-item-invalid.ts';
import { keepPathItem } from './path-item-extras.ts';
import { forEachOperation, mapOperationFacts, type OperationSource } from './operation-facts.ts';

/** Maps `webhooks` (3.1 and later) and the extension `x-webhooks` (3.0). */
export function mapWebhooks(context: ImportContext): readonly TriggerModel[] {
  return ['webhooks', 'x-webhooks'].flatMap((key) => {
    const webhooks = member(context.root, key);
    if (!isObject(webhooks)) return [];
    return Object.keys(webhooks).flatMap((name) => {
      const value = webhooks[name] ?? null;
      // Extensions stand among webhooks as among paths; a webhook may be called like one.
      const isExtension = name.startsWith('x-') && !isObject(value);
      const mapped = isExtension
        ? { triggers: [], left: value }
        : mapWebhook(name, value, at(rootPlace, key, name), context);
      if (mapped.left !== undefined) context.versionExtras.addPathItem('webhooks', name, mapped.left);
      return mapped.triggers;
    });
  });
}

function mapWebhook(name: string, value: Json, place: Place, context: ImportContext): MappedItem {
  return mapItem({ value, place, kind: 'webhooks', wanted: name, added: { webhook: name } }, context);
}

/** The triggers of an operation's callbacks: one for each operation of each expression. */
export function mapCallbacks(source: OperationSource, actionName: string, context: ImportContext): MappedItem {
  const callbacks = member(source.operation, 'callbacks');
  if (!isObject(callbacks)) return { triggers: [], left: callbacks };
  const triggers: TriggerModel[] = [];
  const left = emptyObject();
  for (const name of Object.keys(callbacks)) {
    const owner = { actionName, name, place: at(source.place, 'callbacks', name) };
    const mapped = mapCallback(callbacks[name] ?? null, owner, context);
    triggers.push(...mapped.triggers);
    if (mapped.left !== undefined) left[name] = mapped.left;
  }
  return { triggers, left: Object.keys(left).length > 0 ? left : undefined };
}

function mapCallback(
  value: Json,
  { actionName, name, place }: { readonly actionName: string; readonly name: string; readonly place: Place },
  context: ImportContext,
): MappedItem {
  const resolved = resolveObject(value, place, { kind: 'callbacks', rule: pathItemInvalid, remark: name }, context);
  if (resolved === undefined) return { triggers: [], left: value };
  const triggers: TriggerModel[] = [];
  const left = emptyObject();
  for (const expression of Object.keys(resolved.object)) {
    const item = {
      value: resolved.object[expression] ?? null,
      place: at(resolved.place, expression),
      kind: 'callbacks' as const,
      wanted: `${actionName}${capitalise(name)}`,
      added: { callback: { action: actionName, name, expression } },
    };
    const mapped = expression.startsWith('x-') ? { triggers: [], left: item.value } : mapItem(item, context);
    triggers.push(...mapped.triggers);
    if (mapped.left !== undefined) left[expression] = mapped.left;
  }
  return { triggers, left: Object.keys(left).length > 0 ? left : undefined };
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
  const pathItem = { ...resolved, template: undefined, path, takenParameters: new Set<number>() };
  const taken = forEachOperation(pathItem, item.kind, context, (source) => {
    const wanted = textMember(source.operation, 'operationId') ?? item.wanted;
    const name = context.triggerNames.give(wanted, () => `${item.wanted}${capitalise(source.method.toLowerCase())}`);
    if (name !== wanted) context.messages.report(nameChanged, source.place, `${JSON.stringify(wanted)} became ${name}`);
    const trigger = { name, ...mapOperationFacts(source, name, context, item.added) };
    triggers.push(trigger);
    return trigger;
  });
  return { triggers, left: keepPathItem(pathItem, taken, context) };
}
