import type { ImportContext } from '../context/import-context.ts';
import { resolveObject } from '../context/resolve-object.ts';
import { isObject, type Json, type JsonObject } from '@connectory/json';
import { member, objectMember } from '../json/members.ts';
import type { RequestBodyModel, ResponseModel } from '../model/connector-model.ts';
import { capitalise } from '../names/names.ts';
import { at, type Place, rootPlace } from '../place/place.ts';
import { bodyWithoutSchema } from '../rules/body-without-schema.ts';
import { mediaTypeRepeated } from '../rules/media-type-repeated.ts';
import { requestBodyInvalid } from '../rules/request-body-invalid.ts';
import { responseInvalid } from '../rules/response-invalid.ts';
import { responseStatusInvalid } from '../rules/response-status-invalid.ts';
import { responseStatusRange } from '../rules/response-status-range.ts';
import { responseStatusRepeated } from '../rules/response-status-repeated.ts';

/**
 * Maps a request body; undefined when there is none to import.
 * @param operationName prefix for names of inline schemas: `CreateUser` gives `CreateUserRequest`.
 */
export function mapRequestBody(
  body: Json | undefined,
  place: Place,
  operationName: string,
  context: ImportContext,
): RequestBodyModel | undefined {
  if (body === undefined) return undefined;
  return context.coverage.count('bodies', () => {
    const resolved = resolveObject(body, place, { rule: requestBodyInvalid, remark: 'not an object' }, context);
    if (resolved === undefined) return undefined;
    const name = sharedName(resolved.place, 'requestBodies') ?? operationName;
    return {
      required: member(resolved.object, 'required') === true,
      definitions: mapContent(resolved.object, resolved.place, `${name}Request`, context),
    };
  });
}

/** Maps responses. Of several with the same status the first counts. */
export function mapResponses(
  responses: Json | undefined,
  place: Place,
  operationName: string,
  context: ImportContext,
): readonly ResponseModel[] {
  if (!isObject(responses)) return [];
  const taken = new Set<number | undefined>();
  const models: ResponseModel[] = [];
  for (const key of Object.keys(responses)) {
    if (key.startsWith('x-')) continue;
    const model = context.coverage.count('responses', () =>
      mapResponse({ key, value: responses[key], place: at(place, key) }, taken, operationName, context),
    );
    if (model !== undefined) models.push(model);
  }
  return models;
}

function mapResponse(
  response: { key: string; value: Json | undefined; place: Place },
  taken: Set<number | undefined>,
  operationName: string,
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
  const resolved = resolveObject(value, place, { rule: responseInvalid, remark: key }, context);
  if (resolved === undefined) return undefined;
  taken.add(status);
  if (/x/i.test(key)) context.messages.report(responseStatusRange, place, `${key} became ${status}`);
  const suffix = status === undefined ? 'Default' : String(status);
  const shared = sharedName(resolved.place, 'responses');
  const name = shared === undefined ? `${operationName}${suffix}Response` : `${shared}Response`;
  const definitions = mapContent(resolved.object, resolved.place, name, context);
  return status === undefined ? { definitions } : { status, definitions };
}

/** `404` → 404, `4XX` → 400, `default` → undefined. */
function statusOf(key: string): number | undefined | 'invalid' {
  if (key === 'default') return undefined;
  if (/^[1-5][xX]{2}$/.test(key)) return Number(key.charAt(0)) * 100;
  return /^[1-5]\d\d$/.test(key) ? Number(key) : 'invalid';
}

/** The key of a body in `components`. Its inline schemas are named after it instead of after one of its users. */
function sharedName(place: Place, kind: 'requestBodies' | 'responses'): string | undefined {
  const { parent, token } = place;
  const isShared =
    parent?.token === kind && parent.parent?.token === 'components' && parent.parent.parent === rootPlace;
  return isShared ? capitalise(String(token)) : undefined;
}

/** Maps each media type to a definition. Media types are compared without parameters and case. */
function mapContent(body: JsonObject, place: Place, name: string, context: ImportContext): readonly number[] {
  const content = objectMember(body, 'content') ?? {};
  const byMediaType = new Map<string, { schema: Json | undefined; definition: number }>();
  for (const key of Object.keys(content)) {
    const mediaType = bareMediaType(key);
    const media = content[key];
    const schema = isObject(media) ? member(media, 'schema') : undefined;
    const here = at(place, 'content', key);
    const earlier = byMediaType.get(mediaType);
    if (earlier !== undefined) {
      if (JSON.stringify(earlier.schema) !== JSON.stringify(schema))
        context.messages.report(mediaTypeRepeated, here, key);
      continue;
    }
    if (schema === undefined) context.messages.report(bodyWithoutSchema, here, key);
    const naming = { mediaType, name, further: mediaType.replace(/^application\//, '') };
    const definition = context.definitions.forBody(schema ?? {}, at(here, 'schema'), naming);
    byMediaType.set(mediaType, { schema, definition });
  }
  return [...new Set([...byMediaType.values()].map(({ definition }) => definition))];
}

function bareMediaType(mediaType: string): string {
  return (mediaType.split(';')[0] ?? '').trim().toLowerCase() || '*/*';
}
