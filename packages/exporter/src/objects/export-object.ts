import { findMember, type Leads, type ObjectKind, type SpecVersion, tablesOf } from '@connectory/importer';
import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { exportSchema } from './export-schema.ts';
import type { SchemaReferences } from './schema-references.ts';
import { setMember } from './set-member.ts';

/** Writes extras as objects of the exported document. */
export interface ObjectExport {
  readonly version: SpecVersion;
  readonly references: SchemaReferences;
}

/** An object of the extras, in which references to definitions lead to `components.schemas`. The member tables say where schemas are. */
export function exportObject(kind: ObjectKind, value: Json, context: ObjectExport): Json {
  if (!isObject(value) || typeof value['$ref'] === 'string') return value;
  return exportMembers(kind, value, context);
}

/** The same for an object that is known to be one, and no reference. */
export function exportMembers(kind: ObjectKind, object: JsonObject, context: ObjectExport): { [key: string]: Json } {
  const table = tablesOf(context.version)[kind] ?? { members: {} };
  const exported: { [key: string]: Json } = {};
  for (const key of Object.keys(object)) {
    const value = object[key] ?? null;
    const leads = findMember(table, key, context.version)?.leads;
    setMember(exported, key, leads === undefined ? value : exportLed(leads, value, context));
  }
  return exported;
}

function exportLed({ kind, as }: Leads, value: Json, context: ObjectExport): Json {
  const exportOne = (item: Json): Json =>
    kind === 'schema' ? exportSchema(item, context.references) : exportObject(kind, item, context);
  if (as === 'one') return exportOne(value);
  if (as === 'list') return isArray(value) ? value.map(exportOne) : value;
  if (!isObject(value)) return value;
  const exported: { [key: string]: Json } = {};
  for (const name of Object.keys(value)) setMember(exported, name, exportOne(value[name] ?? null));
  return exported;
}
