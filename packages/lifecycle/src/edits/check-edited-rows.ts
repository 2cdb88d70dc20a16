import type { Json } from '@connectory/json';
import { checkLinks, checkOperation, isInvalid } from '../entities/check-operation.ts';
import { checkSchema, checkSchemaNames } from '../entities/check-schema.ts';
import { parseDefinitionBody, writeDefinitionBody } from '../entities/definition-body.ts';
import { type EntityError, parseOperationBody, writeOperationBody } from '../entities/operation-body.ts';
import { parseStored } from '../stored/stored-json.ts';
import type { VersionRows } from '../versions/render-version.ts';

export interface CheckedRows {
  readonly rows: VersionRows;
  /** Ids of the entities whose errors keep the version from being published. */
  readonly invalid: readonly string[];
}

export interface CheckedIds {
  /** Checked as a whole, as every edit does. */
  readonly edited: ReadonlySet<string>;
  /** Entities as imported, which refer to definitions that a user deleted. Only these references are checked. */
  readonly dangling: ReadonlySet<string>;
}

/** Checks entities as they are after the merge. Their bodies have the errors. */
export function checkEditedRows(rows: VersionRows, { edited, dangling }: CheckedIds): CheckedRows {
  const [ids, names] = [
    new Set(rows.definitions.map(({ id }) => id)),
    new Set(rows.definitions.map(({ name }) => name)),
  ];
  const hasName = (name: string): boolean => names.has(name);
  const known = { hasId: (id: string) => ids.has(id), hasName };
  const schemas = new Map(rows.schemas.map(({ hash, body }) => [hash, body]));
  const invalid: string[] = [];
  const checked = <Row extends { readonly id: string; readonly body: () => string }>(
    row: Row,
    check: (row: Row) => { readonly body: string; readonly errors: readonly EntityError[] },
  ): Row => {
    if (!edited.has(row.id) && !dangling.has(row.id)) return row;
    const { body, errors } = check(row);
    if (isInvalid(errors)) invalid.push(row.id);
    return { ...row, body: () => body };
  };
  const operation = ({ id, body }: { readonly id: string; readonly body: () => string }) => {
    const parsed = parseOperationBody(body());
    const errors = edited.has(id) ? checkOperation(parsed, known) : checkLinks(parsed, known);
    return { body: writeOperationBody({ ...parsed, errors }), errors };
  };
  const actions = rows.actions.map((row) => checked(row, operation));
  const triggers = rows.triggers.map((row) => checked(row, operation));
  const definitions = rows.definitions.map((row) =>
    checked(row, ({ id, body, schema_hash: hash }) => {
      const check = edited.has(id) ? checkSchema : checkSchemaNames;
      const errors = check(parseStored<Json>(schemas.get(hash) ?? '{}'), hasName);
      return { body: writeDefinitionBody({ ...parseDefinitionBody(body()), errors }), errors };
    }),
  );
  return { rows: { ...rows, actions, triggers, definitions }, invalid };
}
