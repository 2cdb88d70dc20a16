import type { OutputBudget } from '../budget/output-budget.ts';
import { isObject, type Json, type JsonObject } from '@connectory/json';
import { asideName, emptyObject, member, objectMember, textMember } from '../json/members.ts';
import { copySpellings } from '../json/spellings.ts';
import type { ObjectKind } from '../members/member-table.ts';
import { at, type Place, rootPlace } from '../place/place.ts';
import type { TargetFinder } from '../references/find-target.ts';
import type { DocumentShape, Homes } from '../shape/document-shape.ts';
import { Notes } from '../shape/notes.ts';
import { followReferences } from './list-parameters.ts';
import { mediaTypesOf, textList } from './media-types.ts';
import { noteHost, noteWrongTypes } from './note-wrong-types.ts';
import { type ReadServer, readServers } from './read-servers.ts';
import { reshapeBody } from './reshape-body.ts';
import { reshapeHeader, reshapeParameter } from './reshape-parameter.ts';
import { reshapePathItem } from './reshape-path-item.ts';
import { reshapeResponse } from './reshape-response.ts';
import { reshapeSecurityScheme } from './reshape-security-scheme.ts';
import { type Rewrite, ShapePlaces } from './shape-places.ts';
import type { SwaggerSource } from './swagger-source.ts';
import { trimEnd } from '../text/trim.ts';

const homes: Homes = {
  schemas: '/definitions',
  sections: {
    parameters: '/parameters',
    requestBodies: '/parameters',
    responses: '/responses',
    securitySchemes: '/securityDefinitions',
  },
};

/**
 * A Swagger 2.0 document in the shape of OpenAPI 3. Only the objects that differ are made anew; schemas and data are those of the upload.
 * @param budget is spent for what a member of the document makes of each operation. @param sourceUrl the URL that the document was fetched from.
 */
export function swagger2Shape(
  root: JsonObject,
  finder: TargetFinder,
  budget: OutputBudget,
  sourceUrl?: string,
): DocumentShape {
  const notes = new Notes();
  const find = (item: JsonObject, index: number): JsonObject => {
    const place = at(rootPlace, 'x-ms-parameterized-host', 'parameters', index);
    return followReferences(item, place, { finder }).object;
  };
  const servers = readServers(root, { find, budget, sourceUrl });
  const places = new ShapePlaces(rootPlace, rewriteRoot(root, servers));
  const source: SwaggerSource = { root, finder, budget, places, notes, sharedTypes: new WeakMap(), sourceUrl };
  const reshaped = new WeakMap<JsonObject, Map<ObjectKind, JsonObject>>();
  const reshape = (kind: ObjectKind, object: JsonObject, place: Place): JsonObject => {
    const known = reshaped.get(object) ?? new Map<ObjectKind, JsonObject>();
    reshaped.set(object, known);
    const shaped = known.get(kind) ?? reshapeObject(kind, object, place, source);
    known.set(kind, shaped);
    return shaped;
  };
  const shapedRoot = reshapeRoot(source, servers, reshape);
  copySpellings(root, shapedRoot);
  noteWrongTypes(shapedRoot, source);
  noteHost(shapedRoot, source);
  return {
    version: '2.0',
    root: shapedRoot,
    reshape,
    // Reshaped values are copies already.
    copyAt: (value) => value,
    placeOf: (value, place) => places.find(value, place),
    placeInUpload: (place) => places.rewrite(place),
    homes,
    notes,
  };
}

type Reshape = (kind: ObjectKind, object: JsonObject, place: Place) => JsonObject;

function reshapeObject(kind: ObjectKind, object: JsonObject, place: Place, source: SwaggerSource): JsonObject {
  switch (kind) {
    case 'path-item':
      return reshapePathItem(object, place, source);
    case 'parameter':
      return reshapeParameter(object, place, source);
    case 'request-body':
      return reshapeBody(object, place, sharedTypes(object, 'consumes', source), source);
    case 'response':
      return reshapeResponse(object, place, sharedTypes(object, 'produces', source), source);
    case 'header': {
      const header = reshapeHeader(object, place, source);
      return isObject(header) ? header : object;
    }
    case 'security-scheme':
      return reshapeSecurityScheme(object, place, source);
    default:
      return object;
  }
}

/** The media types of an object that several operations may refer to: those of the first one. */
function sharedTypes(object: JsonObject, key: 'consumes' | 'produces', source: SwaggerSource): readonly string[] {
  return source.sharedTypes.get(object) ?? mediaTypesOf(key, undefined, source.root);
}

const webhookSections = ['webhooks', 'x-webhooks'];
const pathSections = ['paths', 'x-ms-paths', ...webhookSections];
const hostMembers: ReadonlySet<string> = new Set(['host', 'basePath', 'schemes']);
const componentMembers: ReadonlySet<string> = new Set([
  'definitions',
  'parameters',
  'responses',
  'securityDefinitions',
]);

/** The members of the root, in the order of the document. Members that became others stand where the first of them stood. */
function reshapeRoot(source: SwaggerSource, servers: readonly ReadServer[], reshape: Reshape): JsonObject {
  const { root } = source;
  const shaped = emptyObject();
  // First, because operations decide the media types of shared objects.
  const sections = emptyObject();
  for (const key of pathSections) addPathItems(sections, key, objectMember(root, key), reshape);
  const hasHost = servers.length > 0 && hasHostMember(root);
  for (const key of Object.keys(root)) {
    const value = root[key] ?? null;
    if (hostMembers.has(key) || key === 'x-ms-parameterized-host') {
      if (servers.length > 0) shaped['servers'] ??= servers.map((server) => placed(server, source));
      if (hostMembers.has(key) && !isShown(key, value, servers)) shaped[asideName(root, key)] = value;
    } else if (componentMembers.has(key) && isObject(value))
      shaped['components'] ??= reshapeComponents(source, reshape);
    else if (isAside(key) || (key === 'servers' && hasHost)) shaped[asideName(root, key)] = value;
    else if (pathSections.includes(key) && isObject(value)) Object.assign(shaped, sectionsOf(key, sections));
    else shaped[key] = value;
    if (key === 'x-ms-parameterized-host') shaped[key] = value;
  }
  return shaped;
}

/** Members of the document that OpenAPI 3 has no place for, or another meaning. */
function isAside(key: string): boolean {
  return key === 'consumes' || key === 'produces' || key === 'components';
}

function hasHostMember(root: JsonObject): boolean {
  return Object.keys(root).some((key) => hostMembers.has(key) || key === 'x-ms-parameterized-host');
}

/** Whether the servers show the value of a member. */
function isShown(key: string, value: Json, servers: readonly ReadServer[]): boolean {
  const urls = servers.map(({ object }) => textMember(object, 'url') ?? '');
  if (key !== 'schemes') return typeof value === 'string' && urls.some((url) => url.includes(trimEnd(value, '/')));
  const schemes = textList(value);
  const begins = beginningOf(urls);
  return schemes?.every((scheme) => begins(`${scheme}:`)) === true;
}

/** Whether some of the texts begin with another. */
function beginningOf(texts: readonly string[]): (start: string) => boolean {
  const sorted = texts.toSorted();
  return (start) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] ?? '') < start) low = middle + 1;
      else high = middle;
    }
    return sorted[low]?.startsWith(start) === true;
  };
}

function placed({ object, member: from }: ReadServer, { places }: SwaggerSource): JsonObject {
  return places.add(object, at(rootPlace, from), (tokens) => tokens.slice(0, 0));
}

/** What the path items of a member of the document became. */
function sectionsOf(key: string, sections: JsonObject): JsonObject {
  const names = webhookSections.includes(key) ? [key] : ['paths', 'x-ms-paths'];
  return Object.fromEntries(
    names.flatMap((name) => (Object.hasOwn(sections, name) ? [[name, sections[name] ?? null]] : [])),
  );
}

/** Paths of `x-ms-paths` differ from others only in that they have a query. */
function addPathItems(
  shaped: { [key: string]: Json },
  section: string,
  items: JsonObject | undefined,
  reshape: Reshape,
): void {
  if (items === undefined) return;
  const target = section === 'x-ms-paths' ? 'paths' : section;
  const into = Object.assign(emptyObject(), objectMember(shaped, target));
  const twice = emptyObject();
  for (const key of Object.keys(items)) {
    const value = items[key] ?? null;
    const isItem = isObject(value) && (webhookSections.includes(section) || !key.startsWith('x-'));
    if (Object.hasOwn(into, key)) twice[key] = value;
    else into[key] = isItem ? reshape('path-item', value, at(rootPlace, section, key)) : value;
  }
  shaped[target] = into;
  if (Object.keys(twice).length > 0) shaped['x-ms-paths'] = twice;
}

function reshapeComponents(source: SwaggerSource, reshape: Reshape): JsonObject {
  const { root } = source;
  const components = emptyObject();
  const sections = new Map<string, { [key: string]: Json }>();
  const add = (section: string, key: string, value: Json): void => {
    const into = sections.get(section) ?? emptyObject();
    sections.set(section, into);
    components[section] = into;
    into[key] = value;
  };
  const each = (home: string, visit: (key: string, value: Json, place: Place) => void): void => {
    const held = objectMember(root, home) ?? {};
    for (const key of Object.keys(held)) visit(key, held[key] ?? null, at(rootPlace, home, key));
  };
  const shapedOr = (kind: ObjectKind, value: Json, place: Place): Json =>
    isObject(value) ? reshape(kind, value, place) : value;
  for (const home of Object.keys(root)) {
    const schemas = home === 'definitions' ? objectMember(root, home) : undefined;
    if (schemas !== undefined) components['schemas'] = schemas;
    if (home === 'responses') each(home, (key, value, place) => add(home, key, shapedOr('response', value, place)));
    if (home === 'securityDefinitions')
      each(home, (key, value, place) => add('securitySchemes', key, shapedOr('security-scheme', value, place)));
    if (home === 'parameters')
      each(home, (key, value, place) => {
        const end = isObject(value) ? member(followReferences(value, place, source).object, 'in') : undefined;
        // Forms are made of fields, so that a field is no component. It is kept as it is.
        if (end === 'formData') add('x-formData', key, value);
        else if (end === 'body') add('requestBodies', key, shapedOr('request-body', value, place));
        else add('parameters', key, shapedOr('parameter', value, place));
      });
  }
  return components;
}

const componentHomes: ReadonlyMap<string, string> = new Map([
  ['schemas', 'definitions'],
  ['parameters', 'parameters'],
  ['requestBodies', 'parameters'],
  ['x-formData', 'parameters'],
  ['responses', 'responses'],
  ['securitySchemes', 'securityDefinitions'],
]);

function rewriteRoot(root: JsonObject, servers: readonly ReadServer[]): Rewrite {
  return (tokens) => {
    const [first, second] = tokens;
    if (isOwnComponent(root, tokens)) return tokens;
    const renamed = String(first).replace(/^x-/, '');
    if (renamed !== first && !Object.hasOwn(root, String(first)) && Object.hasOwn(root, renamed))
      return [renamed, ...tokens.slice(1)];
    if (first === 'servers' && servers.length > 0 && hasHostMember(root))
      return [servers[Number(second ?? 0)]?.member ?? 'host'];
    const home = first === 'components' ? componentHomes.get(String(second)) : undefined;
    // The members of a flow stand in the security scheme itself.
    if (home === 'securityDefinitions' && tokens[3] === 'flows' && hasFlow(root, tokens[2]))
      return [home, ...tokens.slice(2, 3), ...tokens.slice(5)];
    if (home !== undefined) return [home, ...tokens.slice(2)];
    const isMicrosoft =
      first === 'paths' &&
      second !== undefined &&
      !Object.hasOwn(objectMember(root, 'paths') ?? {}, String(second)) &&
      Object.hasOwn(objectMember(root, 'x-ms-paths') ?? {}, String(second));
    return isMicrosoft ? ['x-ms-paths', ...tokens.slice(1)] : tokens;
  };
}

function hasFlow(root: JsonObject, scheme: string | number | undefined): boolean {
  const written = objectMember(objectMember(root, 'securityDefinitions') ?? {}, String(scheme));
  return written === undefined || Object.hasOwn(written, 'flow');
}

/** Whether a place is in the `components` of the upload, which Swagger 2.0 does not know, but references may lead to. */
function isOwnComponent(root: JsonObject, [first, section, key]: readonly (string | number)[]): boolean {
  if (first !== 'components' || key === undefined) return false;
  const components = objectMember(objectMember(root, 'components') ?? {}, String(section));
  return components !== undefined && Object.hasOwn(components, String(key));
}
