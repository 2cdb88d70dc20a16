import type { ActionResource } from '@connectory/client';
import { ApiFault } from '../client/api-fault.ts';
import { type VersionOf, versionPath } from '../client/address.ts';
import { apiPost, apiPut } from '../client/call-api.ts';
import { type EntityOf, readDefinition, readOperation } from '../client/entity-queries.ts';
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
export async function readEditable({ of, kind, name }: EntityOf): Promise<Editable> {
  if (kind !== 'definition') {
    const { value, etag } = await readOperation(of, kind, name);
    return { draft: draftOfOperation(value), etag, errors: value.errors };
  }
  const { value, etag } = await readDefinition(of, name);
  return { draft: draftOfDefinition(value.definition, value.schema), etag, errors: value.definition.errors };
}

/** Replaces an entity whose state is still that of `before`. @throws ApiFault */
export async function writeEditable({ of, name }: EntityOf, before: Editable, draft: Draft): Promise<void> {
  if ('schema' in draft) {
    const body = bodyOfDefinition(draft, before.draft);
    await apiPut(versionPath(of, '/definitions/{definition_name}', { definition_name: name }), body, before.etag);
  } else if (isAction(draft))
    await apiPut(versionPath(of, '/actions/{action_name}', { action_name: name }), draft, before.etag);
  else await apiPut(versionPath(of, '/triggers/{trigger_name}', { trigger_name: name }), triggerOf(draft), before.etag);
}

/** Creates an entity of a draft. @throws ApiFault */
export async function createEntity(of: VersionOf, draft: Draft): Promise<void> {
  const { id: unknownYet, ...created } = draft;
  void unknownYet;
  if ('schema' in created) await apiPost(versionPath(of, '/definitions'), { definitions: [withSchema(created)] });
  else if (isAction(created)) await apiPost(versionPath(of, '/actions'), created);
  else await apiPost(versionPath(of, '/triggers'), triggerOf(created));
}

function isAction<Operation extends Pick<OperationDraft, 'path'>>(
  draft: Operation,
): draft is Operation & { readonly path: string } {
  return draft.path !== undefined;
}

/** Without parameters of the path, which the form of a trigger does not offer. */
function triggerOf<Operation extends Pick<OperationDraft, 'parameters'>>({ parameters, ...trigger }: Operation) {
  return {
    ...trigger,
    parameters: parameters.flatMap(({ in: place, ...rest }) => (place === 'path' ? [] : { ...rest, in: place })),
  };
}

/** Without the schema if it is as before. @throws ApiFault for a schema that is not JSON, before anything is sent. */
function bodyOfDefinition({ schema, ...definition }: DefinitionDraft, before: Draft) {
  if ('schema' in before && before.schema === schema) return { ...definition, accept: mediaTypesOf(definition) };
  return withSchema({ ...definition, schema });
}

function mediaTypesOf({ accept }: Pick<DefinitionDraft, 'accept'>): readonly string[] {
  return accept.map((type) => type.trim()).filter((type) => type !== '');
}

/** @throws ApiFault for a schema that is not JSON, before anything is sent. */
function withSchema<Definition extends Omit<DefinitionDraft, 'id'>>({ schema, ...definition }: Definition) {
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
