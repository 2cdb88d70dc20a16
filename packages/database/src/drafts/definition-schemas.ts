import { isId } from '@connectory/encoding';
import {
  checkSchema,
  type EntityError,
  localiseReferences,
  referencedNames,
  referencesOfSchema,
  renameReferences,
} from '@connectory/lifecycle';
import type { Draft } from './edit-draft.ts';
import { findDefinitions, findTargets } from './draft-references.ts';

/** A JSON Schema, parsed. */
export type Schema = Parameters<typeof checkSchema>[0];

/**
 * Turns schemas as clients write them into schemas as they are stored.
 * @param named by which name the request addresses the version. @param siblings names of the definitions of the request.
 */
export async function localiseSchemas(
  draft: Draft,
  named: { readonly connectorId: string; readonly version: string },
  schemas: readonly Schema[],
  siblings: readonly string[],
): Promise<readonly Schema[]> {
  const home = {
    connectorId: named.connectorId,
    versions: new Set([named.version, draft.version.name]),
    siblings: new Set(siblings),
  };
  const local = schemas.map((schema) => localiseReferences(schema, home));
  const ids = new Set(local.flatMap((schema) => [...referencedNames(schema)].filter(isId)));
  if (ids.size === 0) return local;
  const { rows } = await findDefinitions(draft, [{ ids, names: new Set() }]);
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return local.map((schema) => renameReferences(schema, (id) => names.get(id) ?? id));
}

/** Checks schemas of a draft whose definitions are written. @returns the errors by the index of the schema. */
export async function checkSchemas(
  draft: Draft,
  schemas: readonly Schema[],
): Promise<readonly (readonly EntityError[])[]> {
  const known = await findTargets(draft, schemas.map(referencesOfSchema));
  return schemas.map((schema) => checkSchema(schema, known));
}
