import type { ImportContext } from '../context/import-context.ts';
import { resolveObject } from '../context/resolve-object.ts';
import { isObject, type Json } from '@connectory/json';
import { member, textMember } from '../json/members.ts';
import type { TriggerModel } from '../model/connector-model.ts';
import { capitalise } from '../names/names.ts';
import { at, type Place, rootPlace } from '../place/place.ts';
import { nameChanged } from '../rules/name-changed.ts';
import { pathItemInvalid } from '../rules/path-item-invalid.ts';
import { forEachOperation, mapOperationFacts, type OperationSource } from './operation-facts.ts';

/** Maps `webhooks` (3.1 and later) and the extension `x-webhooks` (3.0). */
export function mapWebhooks(context: ImportContext): readonly TriggerModel[] {
  return ['webhooks', 'x-webhooks'].flatMap((key) => {
    const webhooks = member(context.root, key);
    if (!isObject(webhooks)) return [];
    // A key that starts with `x-` may be an extension or the name of a webhook.
    const names = Object.keys(webhooks).filter((name) => !name.startsWith('x-') || isObject(webhooks[name]));
    return names.flatMap((name) =>
      mapItem(
        {
          value: webhooks[name],
          place: at(rootPlace, key, name),
          kind: 'webhooks',
          wanted: name,
          extras: { webhook: name },
        },
        context,
      ),
    );
  });
}

/** Maps the callbacks of an operation: one trigger per operation of each expression. */
export function mapCallbacks(
  source: OperationSource,
  actionName: string,
  context: ImportContext,
): readonly TriggerModel[] {
  const callbacks = member(source.operation, 'callbacks');
  if (!isObject(callbacks)) return [];
  return Object.keys(callbacks).flatMap((name) => {
    const place = at(source.place, 'callbacks', name);
    const resolved = resolveObject(callbacks[name], place, { rule: pathItemInvalid, remark: name }, context);
    if (resolved === undefined) return [];
    return Object.keys(resolved.object)
      .filter((expression) => !expression.startsWith('x-') && expression !== '$ref')
      .flatMap((expression) =>
        mapItem(
          {
            value: resolved.object[expression],
            place: at(resolved.place, expression),
            kind: 'callbacks',
            wanted: `${actionName}${capitalise(name)}`,
            extras: { callback: { action: actionName, name, expression } },
          },
          context,
        ),
      );
  });
}

interface TriggerItem {
  readonly value: Json | undefined;
  readonly place: Place;
  readonly kind: 'webhooks' | 'callbacks';
  /** The name of a trigger without an operationId. */
  readonly wanted: string;
  readonly extras: { readonly [key: string]: Json };
}

function mapItem(item: TriggerItem, context: ImportContext): readonly TriggerModel[] {
  const resolved = resolveObject(item.value, item.place, { rule: pathItemInvalid, remark: item.wanted }, context);
  if (resolved === undefined) return [];
  const triggers: TriggerModel[] = [];
  const path = item.kind === 'webhooks' ? item.wanted : undefined;
  forEachOperation({ ...resolved, template: undefined, path }, item.kind, context, (source) => {
    const wanted = textMember(source.operation, 'operationId') ?? item.wanted;
    const name = context.triggerNames.give(wanted, () => `${item.wanted}${capitalise(source.method.toLowerCase())}`);
    if (name !== wanted) context.messages.report(nameChanged, source.place, `${JSON.stringify(wanted)} became ${name}`);
    const trigger = { name, ...mapOperationFacts(source, name, context, item.extras) };
    triggers.push(trigger);
    return trigger;
  });
  return triggers;
}
