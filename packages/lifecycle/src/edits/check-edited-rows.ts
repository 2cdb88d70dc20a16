import type { Json } from '@connectory/json';
import type { KnownSchemas } from '../entities/check-references.ts';
import { checkLinks, checkOperation, isInvalid, type KnownDefinitions } from '../entities/check-operation.ts';
import { checkSchema, checkSchemaNames } from '../entities/check-schema.ts';
import { parseDefinitionBody, writeDefinitionBody } from '../entities/definition-body.ts';
import { type EntityError, parseOperationBody, writeOperationBody } from '../entities/operation-body.ts';
import { parseStored } from '../stored/stored-json.ts';
import type { DefinitionRow, VersionRows } from '../versions/render-version.ts';

export interface CheckedRows {
  readonly rows: VersionRows;
  /** Ids of the entities whose errors keep the version from being published. */
  readonly invalid: readonly string[];
}

export interface CheckedIds {
  /** Checked as a whole, as every edit does. */
  readonly edited: ReadonlySet<string>;
  /** Entities as imported, which refer to definitions that a user deleted. Only their references to definitions are checked. */
  readonly dangling: ReadonlySet<string>;
  /** The same of definitions that a user edited. They stay as they are unless something is found. */
  readonly placed: ReadonlySet<string>;
}

interface WrittenEntity {
  readonly id: string;
  readonly body: () => string;
}

interface Check {
  /** The body as it is. */
  readonly text: string;
  readonly errors: readonly EntityError[];
  /** The body with the errors. */
  readonly checked: () => string;
}

/** Checks entities as they are after the merge. Their bodies have the errors. */
export function checkEditedRows(rows: VersionRows, ids: CheckedIds): CheckedRows {
  const known = knownOf(rows);
  const invalid: string[] = [];
  const checked = <Row extends WrittenEntity>(row: Row, check: (row: Row, isEdited: boolean) => Check): Row => {
    const mustState = ids.edited.has(row.id) || ids.dangling.has(row.id);
    if (!mustState && !ids.placed.has(row.id)) return row;
    const { text, errors, checked: write } = check(row, ids.edited.has(row.id));
    if (isInvalid(errors)) invalid.push(row.id);
    const body = mustState || errors.length > 0 ? write() : text;
    return { ...row, body: () => body };
  };
  const operation = (row: WrittenEntity, isEdited: boolean): Check => checkOperationRow(row, isEdited, known);
  const actions = rows.actions.map((row) => checked(row, operation));
  const triggers = rows.triggers.map((row) => checked(row, operation));
  const definitions = rows.definitions.map((row) =>
    checked(row, ({ body, name }, isEdited) => checkDefinitionRow(body(), name, isEdited, known)),
  );
  return { rows: { ...rows, actions, triggers, definitions }, invalid };
}

/** The definitions of a version, each parsed when it is first needed. */
function knownOf({ definitions, schemas }: VersionRows): KnownDefinitions {
  const texts = new Map(schemas.map(({ hash, body }) => [hash, body]));
  const [ids, byName] = [
    new Set(definitions.map(({ id }) => id)),
    new Map<string, DefinitionRow>(definitions.map((row) => [row.name, row])),
  ];
  const parsed = new Map<string, Json>();
  const schemaOf = (name: string): Json | undefined => {
    const hash = byName.get(name)?.schema_hash;
    if (hash === undefined) return undefined;
    const schema = parsed.get(hash) ?? parseStored<Json>(texts.get(hash) ?? '{}');
    parsed.set(hash, schema);
    return schema;
  };
  return { hasId: (id) => ids.has(id), hasName: (name) => byName.has(name), schemaOf };
}

function checkOperationRow({ body }: WrittenEntity, isEdited: boolean, known: KnownDefinitions): Check {
  const text = body();
  const parsed = parseOperationBody(text);
  const errors = isEdited ? checkOperation(parsed, known) : checkLinks(parsed, known);
  return { text, errors, checked: () => writeOperationBody({ ...parsed, errors }) };
}

function checkDefinitionRow(text: string, name: string, isEdited: boolean, known: KnownSchemas): Check {
  const errors = (isEdited ? checkSchema : checkSchemaNames)(known.schemaOf(name) ?? {}, known);
  return { text, errors, checked: () => writeDefinitionBody({ ...parseDefinitionBody(text), errors }) };
}
