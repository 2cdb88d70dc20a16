import { childAt, isObject, type Json, type JsonObject } from '@connectory/json';
import { exportObject } from '../objects/export-object.ts';
import type { DocumentMember, ExportedAction, ExportedTrigger } from '../version/exported-version.ts';
import { type EntityKind, exportOperation, methodOf, type OperationExport } from './export-operation.ts';

/** The path items of the actions, in their order; then those of which only extras are left. */
export async function* exportPaths(
  actions: AsyncIterable<ExportedAction> | Iterable<ExportedAction>,
  left: JsonObject,
  context: OperationExport,
): AsyncGenerator<DocumentMember> {
  const written = new Set<string>();
  let template: string | undefined;
  let bodies: JsonObject[] = [];
  const finishItem = (): DocumentMember => ({
    keys: ['paths', template ?? ''],
    value: exportPathItem('action', bodies, childAt(left, template ?? ''), context),
  });
  for await (const action of actions) {
    if (template !== undefined && action.template !== template) {
      yield finishItem();
      bodies = [];
    }
    template = action.template;
    written.add(template);
    bodies.push(action.body);
  }
  if (template !== undefined) yield finishItem();
  yield* exportLeft('paths', left, written, context);
}

/** The path items of webhooks, in the order of their triggers; then those of which only extras are left. */
export function* exportWebhooks(
  triggers: readonly ExportedTrigger[],
  left: JsonObject,
  context: OperationExport,
): Generator<DocumentMember> {
  const byName = new Map<string, JsonObject[]>();
  for (const { body } of triggers) {
    const name = webhookOf(body);
    if (name !== undefined) byName.set(name, [...(byName.get(name) ?? []), body]);
  }
  for (const [name, bodies] of byName)
    yield { keys: ['webhooks', name], value: exportPathItem('trigger', bodies, childAt(left, name), context) };
  yield* exportLeft('webhooks', left, new Set(byName.keys()), context);
}

function* exportLeft(
  section: string,
  left: JsonObject,
  written: ReadonlySet<string>,
  context: OperationExport,
): Generator<DocumentMember> {
  for (const key of Object.keys(left))
    if (!written.has(key)) yield { keys: [section, key], value: exportLeftItem(key, left[key] ?? null, context) };
}

function exportLeftItem(key: string, value: Json, context: OperationExport): Json {
  return key.startsWith('x-') ? value : exportObject('path-item', value, context);
}

function exportPathItem(
  kind: EntityKind,
  bodies: readonly JsonObject[],
  left: Json | undefined,
  context: OperationExport,
): Json {
  const extras = isObject(left) ? left : {};
  const item = exportObject('path-item', extras, context);
  const operations = Object.fromEntries(
    bodies.map((body) => [methodOf(body), exportOperation(kind, body, extras, context)]),
  );
  return { ...(isObject(item) ? item : {}), ...operations };
}

function webhookOf(body: JsonObject): string | undefined {
  const extras = body['openapi'];
  const webhook = isObject(extras) ? extras['webhook'] : undefined;
  return typeof webhook === 'string' ? webhook : undefined;
}
