import type { VersionTable } from '@connectory/lifecycle';

/** The columns of the tables that hold a version's content, in the order in which their values are encoded. */
export const versionColumns: { readonly [Table in VersionTable]: readonly string[] } = {
  schemas: ['hash', 'body'],
  actions: ['id', 'version_id', 'position', 'name', 'method', 'template', 'operation_id', 'body'],
  triggers: ['id', 'version_id', 'position', 'name', 'method', 'operation_id', 'body'],
  definitions: ['id', 'version_id', 'position', 'name', 'name_key', 'schema_hash', 'body'],
};
