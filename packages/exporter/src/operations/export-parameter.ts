import { isObject, type Json, type JsonObject } from '@connectory/json';
import { exportMembers, exportObject, type ObjectExport } from '../objects/export-object.ts';

/** A parameter of an action or trigger. One that is shared stays a reference. */
export function exportParameter(parameter: Json, context: ObjectExport): Json {
  if (!isObject(parameter)) return parameter;
  const { name, in: location, required, type, default: fallback } = parameter;
  const extras = isObject(parameter['openapi']) ? parameter['openapi'] : {};
  if (typeof extras['$ref'] === 'string') return exportObject('parameter', extras, context);
  const exported = exportMembers('parameter', extras, context);
  const hasType = exported['schema'] !== undefined || exported['content'] !== undefined;
  return {
    name: name ?? null,
    in: location ?? null,
    ...(required === true ? { required } : {}),
    ...exported,
    ...(hasType ? {} : { schema: schemaOf(type, fallback) }),
  };
}

/** The schema of a parameter that the document gave none. */
function schemaOf(type: Json | undefined, fallback: Json | undefined): JsonObject {
  return { type: type ?? 'string', ...(fallback === undefined ? {} : { default: fallback }) };
}
