import { type DefinitionIdentity, type OperationIdentity, triggerPath } from '@connectory/diff';
import type { TriggerModel } from '@connectory/importer';
import { parseStored } from '../imports/import-record.ts';
import { schemaBasePlaceholder } from './version-rows.ts';
import type { SqlSession } from '../postgres/sql-session.ts';

interface Identified {
  readonly id: string;
}

/** What a stored version consists of, as far as it tells one entity from another. */
export interface KnownEntities {
  readonly actions: readonly (Identified & OperationIdentity)[];
  readonly triggers: readonly (Identified & OperationIdentity)[];
  readonly definitions: readonly (Identified & DefinitionIdentity)[];
}

interface OperationRow {
  readonly id: string;
  readonly name: string;
  readonly method: string;
  readonly operationId: string | null;
}

/** Reads the identities of a version's entities: one statement for each kind. */
export async function readKnownEntities(tx: SqlSession, versionId: string): Promise<KnownEntities> {
  const actions = await tx.$queryRaw<(OperationRow & { template: string })[]>`
    select id, name, method, operation_id as "operationId", template from actions where version_id = ${versionId}`;
  const triggers = await tx.$queryRaw<(OperationRow & { body: string })[]>`
    select id, name, method, operation_id as "operationId", body from triggers where version_id = ${versionId}`;
  const definitions = await tx.$queryRaw<(Identified & DefinitionIdentity)[]>`
    select id, name, encode(schema_hash, 'hex') as content from definitions where version_id = ${versionId}`;
  return {
    actions: actions.map(({ template, ...row }) => ({ ...toIdentity(row), path: template })),
    triggers: triggers.map(({ body, ...row }) => ({ ...toIdentity(row), path: storedTriggerPath(body) })),
    definitions,
  };
}

function toIdentity({ id, name, method, operationId }: OperationRow): Identified & OperationIdentity {
  return { id, name, method, operationId: operationId ?? undefined };
}

function storedTriggerPath(body: string): string | undefined {
  const { openapi } = parseStored<Pick<TriggerModel, 'openapi'>>(body.replaceAll(schemaBasePlaceholder, ''));
  return triggerPath(openapi);
}
