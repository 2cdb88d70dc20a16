import type { Json } from '@connectory/json';
import { checkOperation, isInvalid } from '../entities/check-operation.ts';
import { checkSchema } from '../entities/check-schema.ts';
import { parseDefinitionBody, writeDefinitionBody } from '../entities/definition-body.ts';
import { type EntityError, parseOperationBody, writeOperationBody } from '../entities/operation-body.ts';
import { parseStored } from '../stored/stored-json.ts';
import type { VersionRows } from '../versions/render-version.ts';

export interface CheckedRows {
  readonly rows: VersionRows;
  /** Ids of the entities whose errors keep the version from being published. */
  readonly invalid: readonly string[];
}

/** Checks edited entities as they are after the merge, as every edit does. Their bodies have the errors. */
export function checkEditedRows(rows: VersionRows, edited: ReadonlySet<string>): CheckedRows {
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
    if (!edited.has(row.id)) return row;
    const { body, errors } = check(row);
    if (isInvalid(errors)) invalid.push(row.id);
    return { ...row, body: () => body };
  };
  const operation = ({ body }: { readonly body: () => string }) => {
    const parsed = parseOperationBody(body());
    const errors = checkOperation(parsed, known);
    return { body: writeOperationBody({ ...parsed, errors }), errors };
  };
  const actions = rows.actions.map((row) => checked(row, operation));
  const triggers = rows.triggers.map((row) => checked(row, operation));
  const definitions = rows.definitions.map((row) =>
    checked(row, ({ body, schema_hash: hash }) => {
      const errors = checkSchema(parseStored<Json>(schemas.get(hash) ?? '{}'), hasName);
      return { body: writeDefinitionBody({ ...parseDefinitionBody(body()), errors }), errors };
    }),
  );
  return { rows: { ...rows, actions, triggers, definitions }, invalid };
}
