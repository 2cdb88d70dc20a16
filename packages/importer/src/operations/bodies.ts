import { isObject, type Json, type JsonObject } from '@connectory/json';
import type { ImportContext } from '../context/import-context.ts';
import { readBoolean } from '../context/read-boolean.ts';
import { acceptResolution, type Expected, reportSiblings } from '../context/resolve-object.ts';
import type { BodyUse } from '../definitions/definition-registry.ts';
import { bareMediaType, sharedBodyName } from '../extras/body-use.ts';
import { reportsSince } from '../messages/message-collector.ts';
import { loneReference } from '../references/lone-reference.ts';
import { isEmpty, member, objectMember, setMember, withAside } from '../json/members.ts';
import type { RequestBodyModel, ResponseModel } from '../model/connector-model.ts';
import type { Writable } from '../model/writable.ts';
import { at, type Place } from '../place/place.ts';
import type { ResolvedObject } from '../references/resolve-chain.ts';
import { reportKind } from '../references/report-kind.ts';
import { bodyWithoutSchema } from '../rules/body-without-schema.ts';
import { mediaTypeRepeated } from '../rules/media-type-repeated.ts';
import { requestBodyInvalid } from '../rules/request-body-invalid.ts';
import { responseInvalid } from '../rules/response-invalid.ts';
import { responseStatusInvalid } from '../rules/response-status-invalid.ts';
import { responseStatusRange } from '../rules/response-status-range.ts';
import { responseStatusRepeated } from '../rules/response-status-repeated.ts';

/** The operation that a body belongs to. */
export interface BodyOwner {
  /** Prefix for names of inline schemas: `CreateUser` gives `CreateUserRequest`. */
  readonly operationName: string;
  /** Collects the indexes of the definitions that extras reference. */
  readonly used: Set<number>;
}

/** Maps a request body; undefined when there is none to import. */
export function mapRequestBody(
  body: Json | undefined,
  place: Place,
  { operationName, used }: BodyOwner,
  context: ImportContext,
): RequestBodyModel | undefined {
  if (body === undefined) return undefined;
  return context.coverage.count('bodies', () => {
    const resolved = resolveBody(
      body,
      place,
      { kind: 'request-body', rule: requestBodyInvalid, remark: 'not an object' },
      context,
    );
    if (resolved === undefined) return undefined;
    const required = readBoolean(resolved.object, 'required', resolved.place, context);
    const name = sharedBodyName(resolved.place, context.shape.homes) ?? `${operationName}Request`;
    const definitions = mapContent(resolved.object, resolved.place, name, context);
    const taken = required === undefined ? nothingTaken : requiredTaken;
    const openapi =
      isReference(body) && resolved.isSchema !== true
        ? context.extras.keep('request-body', body, place, used)
        : context.extras.keepRest('request-body', resolved.object, resolved.place, used, taken);
    const model: Writable<RequestBodyModel> = { required: required === true, definitions };
    if (isObject(openapi) && !isEmpty(openapi)) model.openapi = openapi;
    return model;
  });
}

const requiredTaken: ReadonlySet<string> = new Set(['required']);
const nothingTaken: ReadonlySet<string> = new Set();

export interface MappedResponses {
  readonly responses: readonly ResponseModel[];
  /** Members that became no response, by key, in the form of extras; or a value that is no object. */
  readonly refused: Json | undefined;
}

/** Maps responses. Of several with the same status the first counts. */
export function mapResponses(
  responses: Json | undefined,
  place: Place,
  owner: BodyOwner,
  context: ImportContext,
): MappedResponses {
  if (!isObject(responses)) return { responses: [], refused: responses };
  let refused: { [key: string]: Json } | undefined;
  const taken = new Set<number | undefined>();
  const models: ResponseModel[] = [];
  for (const key of Object.keys(responses)) {
    const value = responses[key] ?? null;
    const here = context.shape.placeOf(value, at(place, key));
    const model = key.startsWith('x-')
      ? undefined
      : context.coverage.count('responses', () => mapResponse({ key, value, place: here }, taken, owner, context));
    if (model !== undefined) models.push(model);
    else {
      refused ??= {};
      const kept = key.startsWith('x-')
        ? context.extras.keepOther(key, value, here)
        : context.extras.keep('response', value, here, owner.used);
      setMember(refused, key, kept);
    }
  }
  return { responses: models, refused };
}

function mapResponse(
  response: { key: string; value: Json; place: Place },
  taken: Set<number | undefined>,
  owner: BodyOwner,
  context: ImportContext,
): ResponseModel | undefined {
  const { key, value, place } = response;
  const status = statusOf(key);
  if (status === 'invalid') {
    context.messages.report(responseStatusInvalid, place, key);
    return undefined;
  }
  if (taken.has(status)) {
    context.messages.report(responseStatusRepeated, place, key);
    return undefined;
  }
  const resolved = resolveBody(value, place, { kind: 'response', rule: responseInvalid, remark: key }, context);
  if (resolved === undefined) return undefined;
  taken.add(status);
  if (isRange(key)) context.messages.report(responseStatusRange, place, `${key} became ${status}`);
  const { definitions, openapi } = mapResponseBody(resolved, response, status, owner, context);
  const model: Writable<ResponseModel> = status === undefined ? { definitions } : { status, definitions };
  if (openapi !== undefined && isRange(key)) model.openapi = { ...openapi, status: key };
  else if (openapi !== undefined && !isEmpty(openapi)) model.openapi = openapi;
  return model;
}

/** The part of a response that does not depend on its status. One that many operations share is mapped once. */
function mapResponseBody(
  resolved: ResolvedBody,
  response: { value: Json; place: Place },
  status: number | undefined,
  owner: BodyOwner,
  context: ImportContext,
): ResponseBody {
  const shared = sharedBodyName(resolved.place, context.shape.homes);
  const name = shared ?? `${owner.operationName}${status === undefined ? 'Default' : String(status)}Response`;
  // Inline schemas of others are named after the operation.
  return shared === undefined || loneReference(response.value) === undefined
    ? mapResponseOnce(resolved, response, { name, used: owner.used }, context)
    : mapSharedResponse(resolved, response, { name, used: owner.used }, context);
}

function mapSharedResponse(
  resolved: ResolvedBody,
  response: { value: Json; place: Place },
  { name, used }: { readonly name: string; readonly used: Set<number> },
  context: ImportContext,
): ResponseBody {
  const { messages, sharedResponses } = context;
  let body = sharedResponses.get(resolved);
  if (body === undefined) {
    const before = messages.repeatable();
    const own = new Set<number>();
    const mapped = mapResponseOnce(resolved, response, { name, used: own }, context);
    body = { ...mapped, used: own, reports: reportsSince(before, messages) };
    sharedResponses.set(resolved, body);
  } else messages.repeat(body.reports);
  for (const index of body.used) used.add(index);
  return body;
}

interface ResponseBody {
  readonly definitions: readonly number[];
  readonly openapi: JsonObject | undefined;
}

function mapResponseOnce(
  resolved: ResolvedBody,
  { value, place }: { value: Json; place: Place },
  { name, used }: { readonly name: string; readonly used: Set<number> },
  context: ImportContext,
): ResponseBody {
  const definitions = mapContent(resolved.object, resolved.place, name, context);
  const openapi =
    isReference(value) && resolved.isSchema !== true
      ? context.extras.keep('response', value, place, used)
      : context.extras.keepRest('response', resolved.object, resolved.place, used, nothingTaken);
  return { definitions, openapi: isObject(openapi) ? withAside(openapi, responseMarks) : undefined };
}

/** Members of the extras of a response that no document has: a range of status codes. */
const responseMarks = ['status'];

interface ResolvedBody extends ResolvedObject {
  /** Whether the object was made for a reference to a schema, which authors write for JSON of that schema. */
  readonly isSchema?: true;
}

function resolveBody(
  value: Json | undefined,
  place: Place,
  expected: Expected,
  context: ImportContext,
): ResolvedBody | undefined {
  const resolution = context.references.resolve(value, place, expected.kind);
  if (resolution.kind !== 'other-kind' || resolution.found !== 'schema') {
    const accepted = acceptResolution(resolution, place, expected, context);
    if (accepted !== undefined) reportSiblings(value, place, expected.kind, context);
    return accepted;
  }
  const { reference } = resolution;
  reportKind(reference, 'schema', expected.kind, at(place, '$ref'), context.messages);
  const media = { schema: { $ref: reference } };
  const description = expected.kind === 'response' ? { description: '' } : {};
  const object = expected.kind === 'media-type' ? media : { ...description, content: { 'application/json': media } };
  return { object, place: resolution.place, isSchema: true };
}

function isReference(value: Json | undefined): boolean {
  return isObject(value) && typeof member(value, '$ref') === 'string';
}

/** Whether a status stands for a hundred of them, as `4XX`. */
export function isRange(key: string): boolean {
  return key.length === 3 && /^[1-5][xX]{2}$/.test(key);
}

/** `404` → 404, `4XX` → 400, `default` → undefined. */
function statusOf(key: string): number | undefined | 'invalid' {
  if (key === 'default') return undefined;
  if (isRange(key)) return Number(key.charAt(0)) * 100;
  return /^[1-5]\d\d$/.test(key) ? Number(key) : 'invalid';
}

interface MappedMedia {
  /** Undefined where the document states none. */
  readonly schema: Json | undefined;
  readonly place: Place;
  readonly items: BodyUse['items'];
}

/** Maps each media type to a definition. Media types are compared without parameters and case. */
function mapContent(body: JsonObject, place: Place, name: string, context: ImportContext): readonly number[] {
  const content = objectMember(body, 'content');
  if (content === undefined) return noDefinitions;
  const byMediaType = new Map<string, Json | undefined>();
  /** JSON of the first schema of media types that occur more than once. */
  const texts = new Map<string, string | undefined>();
  const definitions = new Set<number>();
  context.budget.spendBodies(Object.keys(content).length);
  for (const key of Object.keys(content)) {
    const mediaType = bareMediaType(key);
    const here = context.shape.placeOf(content[key], at(place, 'content', key));
    const media = readMedia(content[key], here, context);
    const { schema } = media;
    if (byMediaType.has(mediaType)) {
      if (!texts.has(mediaType)) texts.set(mediaType, JSON.stringify(byMediaType.get(mediaType)));
      if (texts.get(mediaType) !== JSON.stringify(schema)) context.messages.report(mediaTypeRepeated, here, key);
      continue;
    }
    // An empty value in YAML is null.
    const isMissing = schema === undefined || schema === null;
    if (isMissing) context.messages.report(bodyWithoutSchema, here, key);
    const use = { mediaType, name, items: media.items };
    definitions.add(context.definitions.forBody(isMissing ? undefined : schema, media.place, use));
    byMediaType.set(mediaType, schema);
  }
  return [...definitions];
}

const noDefinitions: readonly number[] = [];

/** The schema of a media type. OpenAPI 3.2, Media Type Object: content with an `itemSchema` is a list of such items. */
function readMedia(value: Json | undefined, place: Place, context: ImportContext): MappedMedia {
  const resolved = isReference(value) ? resolveBody(value, place, mediaType, context) : { object: value, place };
  const media = isObject(resolved?.object) ? resolved.object : {};
  const here = resolved?.place ?? place;
  const schema = member(media, 'schema');
  const itemSchema = context.version === '3.2' ? member(media, 'itemSchema') : undefined;
  if (schema !== undefined || itemSchema === undefined)
    return { schema, place: context.shape.placeOf(schema, at(here, 'schema')), items: undefined };
  // The list has the place of the media type: that of `itemSchema` is the place of its items.
  const items = { schema: itemSchema, place: at(here, 'itemSchema') };
  return { schema: { type: 'array', items: itemSchema }, place: here, items };
}

const mediaType = { kind: 'media-type', rule: requestBodyInvalid, remark: 'not an object' } as const;
