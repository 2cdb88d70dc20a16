import type { ActionResource } from '@connectory/client';
import { ApiFault } from '../client/api-fault.ts';
import { postJson, putJson } from '../client/call-api.ts';
import { type EntityKind, readDefinition, readOperation } from '../client/entity-queries.ts';
import { type DefinitionDraft, draftOfDefinition, draftOfOperation, type OperationDraft } from './draft.ts';

export type Draft = OperationDraft | DefinitionDraft;

/** An entity as it can be edited. */
export interface Editable {
  readonly draft: Draft;
  /** Of the state that was read. */
  readonly etag: string;
  readonly errors: ActionResource['errors'];
}

/** Reads an entity for editing. @throws ApiFault */
export async function readEditable(path: string, kind: EntityKind): Promise<Editable> {
  if (kind !== 'definition') {
    const { value, etag } = await readOperation(path);
    return { draft: draftOfOperation(value), etag, errors: value.errors };
  }
  const { value, etag } = await readDefinition(path);
  return { draft: draftOfDefinition(value.definition, value.schema), etag, errors: value.definition.errors };
}

/** Replaces an entity whose state is still that of `before`. @throws ApiFault */
export async function writeEditable(path: string, before: Editable, draft: Draft): Promise<void> {
  await putJson(path, 'schema' in draft ? bodyOfDefinition(draft, before.draft) : draft, before.etag);
}

/** Creates an entity of a draft. @param list path of the list that it is added to. @throws ApiFault */
export async function createEntity(list: string, draft: Draft): Promise<void> {
  const { id: unknownYet, ...created } = draft;
  void unknownYet;
  await postJson(list, 'schema' in created ? { definitions: [withSchema(created)] } : created);
}

/** Without the schema if it is as before. @throws ApiFault for a schema that is not JSON, before anything is sent. */
function bodyOfDefinition({ schema, ...definition }: DefinitionDraft, before: Draft): object {
  if ('schema' in before && before.schema === schema) return { ...definition, accept: mediaTypesOf(definition) };
  return withSchema({ ...definition, schema });
}

function mediaTypesOf({ accept }: Pick<DefinitionDraft, 'accept'>): readonly string[] {
  return accept.map((type) => type.trim()).filter((type) => type !== '');
}

/** @throws ApiFault for a schema that is not JSON, before anything is sent. */
function withSchema({ schema, ...definition }: Omit<DefinitionDraft, 'id'>): object {
  try {
    JSON.parse(schema);
  } catch (error) {
    const message = `is not JSON: ${error instanceof Error ? error.message : String(error)}`;
    throw new ApiFault(400, {
      code: 'request_invalid',
      message: 'The schema is not JSON.',
      details: 'Correct the text of the schema. Nothing was sent.',
      fields: [{ field: 'schema', message }],
    });
  }
  const accept = mediaTypesOf(definition);
  return { ...definition, accept, schema: { contentType: 'application/schema+json', content: schema } };
}

/** The draft with schemas as values, so that they are merged by member. */
export function toMergeable(draft: Draft): object {
  if (!('schema' in draft)) return draft;
  try {
    return { ...draft, schema: JSON.parse(draft.schema) as unknown };
  } catch {
    return draft;
  }
}

export function fromMergeable(merged: object): Draft {
  const draft = merged as Draft;
  if (!('schema' in draft) || typeof draft.schema === 'string') return draft;
  return { ...draft, schema: JSON.stringify(draft.schema, null, 2) };
}
