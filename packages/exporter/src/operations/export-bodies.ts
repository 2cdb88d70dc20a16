import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { exportMembers, exportObject, type ObjectExport } from '../objects/export-object.ts';
import { setMember, without } from '../objects/set-member.ts';
import { textOf } from '../objects/text-of.ts';

/** The request body of an action or trigger. One that is shared stays a reference. */
export function exportRequestBody(body: Json | undefined, context: ObjectExport): Json | undefined {
  if (!isObject(body)) return undefined;
  const extras = body['openapi'];
  if (isObject(extras) && typeof extras['$ref'] === 'string') return exportObject('request-body', extras, context);
  const required = body['required'] === true ? { required: true } : {};
  const members = isObject(extras) ? extras : { content: contentOf(body) };
  return { ...required, ...exportMembers('request-body', members, context) };
}

const ownKeys: ReadonlySet<string> = new Set(['status']);

/** The responses of an action or trigger, by status, with those that were refused. */
export function exportResponses(
  responses: Json | undefined,
  refused: Json | undefined,
  context: ObjectExport,
): Json | undefined {
  if (refused !== undefined && !isObject(refused)) return refused;
  const exported: { [key: string]: Json } = {};
  for (const response of isArray(responses) ? responses : []) {
    if (!isObject(response)) continue;
    const extras = isObject(response['openapi'])
      ? response['openapi']
      : { description: '', content: contentOf(response) };
    const key = extras['status'] ?? response['status'] ?? 'default';
    setMember(exported, textOf(key), exportObject('response', without(extras, ownKeys), context));
  }
  for (const key of Object.keys(refused ?? {}))
    setMember(exported, key, exportObject('response', refused?.[key] ?? null, context));
  return Object.keys(exported).length === 0 ? undefined : exported;
}

/** The content of a body without extras, as older importers made it: each definition under the media types that it accepts. */
function contentOf(body: JsonObject): JsonObject {
  const content: { [key: string]: Json } = {};
  for (const entry of isArray(body['definitions']) ? body['definitions'] : []) {
    const definition = isObject(entry) ? entry['definition'] : undefined;
    if (!isObject(definition) || !isArray(definition['accept'])) continue;
    for (const mediaType of definition['accept'])
      setMember(content, textOf(mediaType), { schema: { $ref: `${textOf(definition['name'])}.json` } });
  }
  return content;
}
