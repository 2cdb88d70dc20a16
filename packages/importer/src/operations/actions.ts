import type { ImportContext } from '../context/import-context.ts';
import { resolveObject } from '../context/resolve-object.ts';
import { append, isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { member, textMember } from '../json/members.ts';
import type { ActionModel, TriggerModel } from '../model/connector-model.ts';
import type { ReportProgress } from '../model/import-options.ts';
import { nameAfterPath } from '../names/names.ts';
import { at, type Place, rootPlace } from '../place/place.ts';
import { nameChanged } from '../rules/name-changed.ts';
import { operationIdMissing } from '../rules/operation-id-missing.ts';
import type { ResolvedObject } from '../references/resolve-chain.ts';
import { pathItemInvalid } from '../rules/path-item-invalid.ts';
import { pathWithoutSlash } from '../rules/path-without-slash.ts';
import { serverOverridden } from '../rules/server-overridden.ts';
import { checkServerUrls } from '../connector/check-servers.ts';
import { type ActionItem, createTemplateCheck } from './check-templates.ts';
import { forEachOperation, hasNameCharacter, mapOperation, type OperationSource } from './operation-facts.ts';
import { readPathTemplate } from './path-template.ts';
import { keepPathItem } from './path-item-extras.ts';
import { mapCallbacks, withCallbacks } from './triggers.ts';

/** The names of the parameters in the path that the path item or an operation of it has. */
function pathParametersOf({ object, place }: ResolvedObject, context: ImportContext): ReadonlySet<string> {
  const names = new Set<string>();
  const addNames = (holder: Json | undefined, here: Place): void => {
    const list = isObject(holder) ? member(holder, 'parameters') : undefined;
    if (!isArray(list)) return;
    list.forEach((item, index) => {
      const found = context.references.resolve(item, at(here, 'parameters', index), 'parameter');
      if (found.kind !== 'resolved' || member(found.object, 'in') !== 'path') return;
      const name = textMember(found.object, 'name');
      if (name !== undefined) names.add(name);
    });
  };
  addNames(object, place);
  for (const key of Object.keys(object)) addNames(object[key], at(place, key));
  return names;
}

/** Number of paths between two reports of progress. */
const reportEvery = 100;

/** Maps `paths` to actions, and their callbacks to triggers, in document order. */
export function mapPaths(
  context: ImportContext,
  report: ReportProgress,
): { actions: readonly ActionModel[]; triggers: readonly TriggerModel[] } {
  const actions: ActionModel[] = [];
  const triggers: TriggerModel[] = [];
  const paths = member(context.root, 'paths');
  if (!isObject(paths)) return { actions, triggers };
  for (const key of Object.keys(paths))
    if (key.startsWith('x-')) {
      const kept = context.extras.keepOther(key, paths[key] ?? null, at(rootPlace, 'paths', key));
      context.versionExtras.addPathItem('paths', key, kept);
    }
  const templates = Object.keys(paths).filter((template) => !template.startsWith('x-'));
  const checkTemplate = createTemplateCheck(context);
  templates.forEach((template, index) => {
    if (index % reportEvery === 0) report(index, templates.length);
    const item = readPathItem(paths, template, context);
    if (item === undefined) {
      context.versionExtras.addPathItem('paths', template, paths[template] ?? null);
      return;
    }
    checkTemplate(item);
    const taken = forEachOperation(item, 'operations', context, (source) => {
      const action = mapAction(source, template, context);
      const callbacks = mapCallbacks(source, { action: action.name }, context);
      actions.push(withCallbacks(action, callbacks.left));
      append(triggers, callbacks.triggers);
      return action;
    });
    const left = keepPathItem(item, taken, context);
    if (left !== undefined) context.versionExtras.addPathItem('paths', template, left);
  });
  return { actions, triggers };
}

function readPathItem(paths: JsonObject, template: string, context: ImportContext): ActionItem | undefined {
  const place = at(rootPlace, 'paths', template);
  const resolved = resolveObject(
    paths[template],
    place,
    { kind: 'path-item', rule: pathItemInvalid, remark: template },
    context,
  );
  if (resolved === undefined) return undefined;
  if (!template.startsWith('/')) context.messages.report(pathWithoutSlash, place, template);
  const servers = member(resolved.object, 'servers');
  const serversPlace = context.shape.placeOf(servers, at(resolved.place, 'servers'));
  if (isArray(servers) && servers.length > 0)
    context.messages.report(serverOverridden, serversPlace, 'servers of the path');
  checkServerUrls(servers, serversPlace, context);
  // Few templates ask for them.
  let declared: ReadonlySet<string> | undefined;
  const isDeclared = (name: string): boolean => (declared ??= pathParametersOf(resolved, context)).has(name);
  return {
    object: resolved.object,
    place: resolved.place,
    key: place,
    template: readPathTemplate(template, isDeclared),
    path: template,
    knownParameters: new Map(),
    takenParameters: new Set(),
  };
}

function mapAction(source: OperationSource, template: string, context: ImportContext): ActionModel {
  const name = giveActionName(source, template, context);
  const path = source.item.template?.path ?? template;
  return mapOperation(
    { name, path, template, method: source.method, parameters: [], responses: [], references: [] },
    source,
    context,
    {},
  );
}

function giveActionName(source: OperationSource, template: string, context: ImportContext): string {
  const { operation, method, place } = source;
  const afterPath = (): string => nameAfterPath(method, template);
  const operationId = textMember(operation, 'operationId');
  const isNamed = operationId !== undefined && hasNameCharacter.test(operationId);
  // Paths can differ in separators and case alone, which a name made of them does not show.
  const further = isNamed ? afterPath : () => template;
  const name = context.actionNames.give(isNamed ? operationId : afterPath(), further, () => `${method} ${template}`);
  if (operationId === undefined) context.messages.report(operationIdMissing, place, `named ${name}`);
  else if (name !== operationId)
    context.messages.report(nameChanged, place, `${JSON.stringify(operationId)} became ${name}`);
  return name;
}
