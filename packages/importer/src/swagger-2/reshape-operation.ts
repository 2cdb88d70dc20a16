import { isObject, type Json, type JsonObject } from '@connectory/json';
import { asideName, emptyObject, member } from '../json/members.ts';
import { copySpellings } from '../json/spellings.ts';
import { at, type Place } from '../place/place.ts';
import { type ListedParameter, followReferences, listParameters } from './list-parameters.ts';
import { equalLists, mediaTypesOf, textList } from './media-types.ts';
import { noteLists } from './note-wrong-types.ts';
import { readServers } from './read-servers.ts';
import { contentTypes, reshapeBody } from './reshape-body.ts';
import { reshapeForm } from './reshape-form.ts';
import { reshapeList } from './reshape-list.ts';
import { reshapeResponse } from './reshape-response.ts';
import { type Rewrite, withAsides } from './shape-places.ts';
import type { SwaggerSource } from './swagger-source.ts';

/** The parameters of the path item, and those of them that became part of a body. */
interface SharedParameters {
  readonly shared: readonly ListedParameter[];
  readonly taken: Set<ListedParameter>;
}

/** An operation in the shape of OpenAPI 3. */
export function reshapeOperation(
  operation: JsonObject,
  place: Place,
  { shared, taken }: SharedParameters,
  source: SwaggerSource,
): JsonObject {
  const own = listParameters(member(operation, 'parameters'), at(place, 'parameters'), source);
  const body = chooseBody(own, shared);
  for (const parameter of body) taken.add(parameter);
  const requestBody = bodyOf(body, operation, place, source);
  const list = reshapeList(member(operation, 'parameters'), own, new Set(body), source);
  const servers = serversOf(operation, source);
  const made: JsonObject = { ...(requestBody === undefined ? {} : { requestBody }), ...servers };
  const shaped = emptyObject();
  for (const key of Object.keys(operation)) {
    const value = operation[key] ?? null;
    if (key === 'parameters') shaped[key] = list?.items ?? value;
    else if (key === 'responses') shaped[key] = reshapeResponses(value, operation, at(place, key), source);
    else if (key === 'consumes' || key === 'produces' || key === 'schemes') continue;
    // Members of OpenAPI 3 stand aside where those of Swagger 2.0 say something else.
    else shaped[Object.hasOwn(made, key) ? asideName(operation, key) : key] = value;
  }
  Object.assign(shaped, made);
  Object.assign(shaped, mediaTypesLeft(operation, shaped, source.root));
  copySpellings(operation, shaped);
  noteLists(shaped, operation, place, source);
  const hasServers = Object.hasOwn(servers, 'servers');
  return source.places.add(shaped, place, withAsides(operation, rewriteOf(list?.rewrite, hasServers)));
}

/** @param hasServers whether the schemes of the operation made servers. */
function rewriteOf(rewriteList: Rewrite | undefined, hasServers: boolean): Rewrite {
  return (tokens) => {
    if (tokens[0] === 'servers' && hasServers) return ['schemes'];
    return rewriteList === undefined ? tokens : rewriteList(tokens);
  };
}

/** The parameters that form the body: the one in the body, else the fields of the form. Those of the operation win. */
function chooseBody(own: readonly ListedParameter[], shared: readonly ListedParameter[]): readonly ListedParameter[] {
  const inBody = (list: readonly ListedParameter[]): ListedParameter | undefined =>
    list.find((parameter) => parameter.in === 'body');
  const fields = (list: readonly ListedParameter[]): readonly ListedParameter[] =>
    list.filter((parameter) => parameter.in === 'formData' && parameter.name !== undefined);
  const ownBody = inBody(own);
  if (ownBody !== undefined) return [ownBody];
  const sharedBody = inBody(shared);
  if (sharedBody !== undefined && fields(own).length === 0) return [sharedBody];
  const ownNames = new Set(fields(own).map(({ name }) => name));
  const inherited = fields(shared).filter(({ name }) => !ownNames.has(name));
  return firstOfEachName([...inherited, ...fields(own)]);
}

function firstOfEachName(fields: readonly ListedParameter[]): readonly ListedParameter[] {
  const names = new Set<string | undefined>();
  return fields.filter(({ name }) => !names.has(name) && names.add(name));
}

function bodyOf(
  parameters: readonly ListedParameter[],
  operation: JsonObject,
  place: Place,
  source: SwaggerSource,
): JsonObject | undefined {
  const [first] = parameters;
  if (first === undefined) return undefined;
  const consumes = mediaTypesOf('consumes', operation, source.root);
  if (first.in === 'formData') {
    const hasList = member(operation, 'parameters') !== undefined;
    return reshapeForm(parameters, hasList ? at(place, 'parameters') : place, consumes, source);
  }
  return isOther(first.item, first.object, consumes, source)
    ? reshapeBody(first.object, first.source, consumes, source)
    : reshapeBody(first.item, first.place, consumes, source);
}

/**
 * Whether an operation has other media types than the operation that was the first to refer to a shared body or response. Then the
 * shared object is written out, because a reference to it would say the wrong media types.
 */
function isOther(
  item: JsonObject,
  shared: JsonObject,
  mediaTypes: readonly string[],
  { sharedTypes, budget }: SwaggerSource,
): boolean {
  if (item === shared) return false;
  const first = sharedTypes.get(shared) ?? mediaTypes;
  sharedTypes.set(shared, first);
  if (equalLists(mediaTypes, first)) return false;
  budget.spendRepeated(shared);
  return true;
}

function reshapeResponses(responses: Json, operation: JsonObject, place: Place, source: SwaggerSource): Json {
  if (!isObject(responses)) return responses;
  const produces = mediaTypesOf('produces', operation, source.root);
  const shaped = emptyObject();
  for (const key of Object.keys(responses)) {
    const value = responses[key] ?? null;
    const here = at(place, key);
    if (!isObject(value) || key.startsWith('x-')) {
      shaped[key] = value;
      continue;
    }
    const end = followReferences(value, here, source);
    const hasContent = member(end.object, 'schema') !== undefined;
    shaped[key] =
      hasContent && isOther(value, end.object, produces, source)
        ? reshapeResponse(end.object, end.place, produces, source)
        : reshapeResponse(value, here, produces, source);
  }
  return shaped;
}

/** Media types that no body or response shows. They stay under names of extensions. */
function mediaTypesLeft(operation: JsonObject, shaped: JsonObject, root: JsonObject): JsonObject {
  const left = emptyObject();
  const responses = member(shaped, 'responses');
  const body = member(shaped, 'requestBody');
  const shown = {
    consumes: isObject(body) ? [contentTypes(body)] : [],
    produces: isObject(responses) ? Object.values(responses).map((value) => contentTypes(asObject(value))) : [],
  };
  for (const key of ['consumes', 'produces'] as const) {
    const value = member(operation, key);
    if (value === undefined) continue;
    const types = textList(value);
    const isShown =
      types !== undefined &&
      (shown[key].some((list) => equalLists(list, types)) ||
        (types.length > 0 && equalLists(types, textList(member(root, key)) ?? [])));
    if (!isShown) left[asideName(operation, key)] = value;
  }
  return left;
}

function asObject(value: Json): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

/** The servers of an operation with schemes of its own. */
function serversOf(operation: JsonObject, { root, budget, sourceUrl }: SwaggerSource): JsonObject {
  const written = member(operation, 'schemes');
  if (written === undefined) return {};
  const schemes = textList(written);
  const aside = { [asideName(operation, 'schemes')]: written };
  if (schemes === undefined) return aside;
  if (equalLists(schemes, textList(member(root, 'schemes')) ?? [])) return {};
  const servers = readServers(root, { schemes, budget, sourceUrl }).map(({ object }) => object);
  return servers.length > 0 ? { servers } : aside;
}
