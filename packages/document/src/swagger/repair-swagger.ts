import { appendToken } from '@connectory/json';
import type { DocumentNotice, Json } from '@connectory/importer';
import { createNotice } from '../notices/create-notice.ts';
import { swagger2ValueDropped } from '../notices/swagger2-value-dropped.ts';

type JsonObject = { [key: string]: Json };
type Shape = 'object' | 'array' | 'string';

/** Types that the upgrade library assumes without a check. */
const topLevelShapes: readonly (readonly [string, Shape])[] = [
  ['info', 'object'],
  ['paths', 'object'],
  ['definitions', 'object'],
  ['parameters', 'object'],
  ['responses', 'object'],
  ['securityDefinitions', 'object'],
  ['host', 'string'],
  ['basePath', 'string'],
  ['schemes', 'array'],
  ['consumes', 'array'],
  ['produces', 'array'],
  ['tags', 'array'],
  ['security', 'array'],
];

/**
 * Removes values that would make the whole upgrade of a Swagger 2.0 document fail. Makes operations inherit body parameters of their
 * path. Changes the tree in place; the notice has a place for each removed value.
 */
export function repairSwagger(root: Json): { document: object; notices: readonly DocumentNotice[] } {
  const document = asObject(root) ?? {};
  const places: { pointer: string; what: string }[] = [];
  const leaveOut: LeaveOut = {
    note: (pointer, shape) => places.push({ pointer, what: `${article(shape)} is expected` }),
    member: (container, key, pointer, shape) => {
      delete container[key];
      leaveOut.note(appendToken(pointer, key), shape);
    },
  };
  for (const [key, shape] of topLevelShapes) {
    if (Object.hasOwn(document, key) && !hasShape(document[key], shape)) leaveOut.member(document, key, '', shape);
  }
  for (const key of ['parameters', 'responses', 'securityDefinitions'] as const) {
    const components = asObject(document[key]) ?? {};
    for (const [name, component] of Object.entries(components))
      if (asObject(component) === undefined) leaveOut.member(components, name, `/${key}`, 'object');
  }
  for (const [path, item] of Object.entries(asObject(document['paths']) ?? {})) {
    repairPath(asObject(item) ?? {}, appendToken('/paths', path), leaveOut);
  }
  repairParameterizedHost(document, leaveOut);
  return { document, notices: createNotice(swagger2ValueDropped, places) };
}

interface LeaveOut {
  note(pointer: string, expected: Shape): void;
  member(container: JsonObject, key: string, pointer: string, expected: Shape): void;
}

const hostTemplateKey = 'x-ms-parameterized-host';

/** Microsoft's `x-ms-parameterized-host`, from which the upgrade makes servers. It assumes the shape, and that `schemes` exists. */
function repairParameterizedHost(document: JsonObject, leaveOut: LeaveOut): void {
  if (!Object.hasOwn(document, hostTemplateKey)) return;
  const host = asObject(document[hostTemplateKey]);
  const parameters = host?.['parameters'] ?? [];
  const isUsable =
    typeof host?.['hostTemplate'] === 'string' &&
    Array.isArray(parameters) &&
    parameters.every((parameter: Json) => isNamedOrReference(asObject(parameter)));
  if (!isUsable) leaveOut.member(document, hostTemplateKey, '', 'object');
  else if (document['schemes'] === undefined && host['useSchemePrefix'] !== false) document['schemes'] = ['https'];
}

function isNamedOrReference(parameter: JsonObject | undefined): boolean {
  return typeof parameter?.['name'] === 'string' || typeof parameter?.['$ref'] === 'string';
}

function repairPath(item: JsonObject, pointer: string, leaveOut: LeaveOut): void {
  repairParameters(item, pointer, leaveOut);
  for (const [method, operation] of Object.entries(item)) {
    const members = method === 'parameters' ? undefined : asObject(operation);
    if (members === undefined) continue;
    repairParameters(members, appendToken(pointer, method), leaveOut);
    // The upgrade copies the path's body only to operations that have a parameter list.
    if (Array.isArray(item['parameters']) && members['parameters'] === undefined) members['parameters'] = [];
  }
}

function repairParameters(owner: JsonObject, pointer: string, leaveOut: LeaveOut): void {
  const { parameters } = owner;
  if (parameters === undefined) return;
  if (!Array.isArray(parameters)) {
    leaveOut.member(owner, 'parameters', pointer, 'array');
    return;
  }
  owner['parameters'] = parameters.filter((parameter: Json, index) => {
    const isObject = asObject(parameter) !== undefined;
    if (!isObject) leaveOut.note(appendToken(appendToken(pointer, 'parameters'), index), 'object');
    return isObject;
  });
}

function hasShape(value: Json | undefined, shape: Shape): boolean {
  if (shape === 'object') return asObject(value) !== undefined;
  return shape === 'array' ? Array.isArray(value) : typeof value === 'string';
}

function article(shape: Shape): string {
  return `${shape === 'string' ? 'a' : 'an'} ${shape}`;
}

function asObject(value: Json | undefined): JsonObject | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as JsonObject) : undefined;
}
