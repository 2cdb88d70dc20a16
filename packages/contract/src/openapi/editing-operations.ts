import type { z } from 'zod';
import { action, definition, trigger } from '../wire/entities.ts';
import {
  actionCreate,
  actionUpdate,
  definitionDeletePreconditionFailed,
  definitions,
  definitionsCreate,
  definitionsDelete,
  definitionUpdate,
  triggerCreate,
  triggerUpdate,
} from '../wire/entity-changes.ts';
import { entityEditPage } from '../wire/edits.ts';
import { type ApiOperation, ok, paging, refused, versionPath } from './api-operation.ts';

const tag = 'Editing';
const deleted = { 204: { description: 'Deleted.' } };
const referenced = {
  412: {
    description: 'Others refer to it, or If-Match names another state.',
    schema: definitionDeletePreconditionFailed,
  },
};

/** Changes of the actions, triggers and definitions of a draft. */
export const editingOperations: readonly ApiOperation[] = [
  ...operationChanges('Action', 'action', { create: actionCreate, update: actionUpdate, entity: action }),
  ...operationChanges('Trigger', 'trigger', { create: triggerCreate, update: triggerUpdate, entity: trigger }),
  {
    operationId: 'CreateDefinitions',
    method: 'post',
    audit: 'definition.created',
    path: `${versionPath}/definitions`,
    summary: 'Create definitions in a draft, which may refer to each other',
    tag,
    role: 'import',
    jsonBody: definitionsCreate,
    storesJson: true,
    responses: {
      201: { description: 'Created.', schema: definitions },
      ...refused(400, 401, 403, 404, 409, 413, 415),
    },
  },
  {
    operationId: 'UpdateDefinition',
    method: 'put',
    audit: 'definition.changed',
    path: `${versionPath}/definitions/{definition_name}`,
    summary: 'Replace a definition of a draft; what refers to it follows its name',
    tag,
    role: 'import',
    headers: ['If-Match'],
    jsonBody: definitionUpdate,
    storesJson: true,
    responses: {
      ...ok(definition),
      ...refused(400, 401, 403, 404, 409, 412, 413, 415),
    },
  },
  {
    operationId: 'DeleteDefinitions',
    method: 'delete',
    audit: 'definition.deleted',
    path: `${versionPath}/definitions`,
    summary: 'Delete definitions of a draft; force is required if others refer to one',
    tag,
    role: 'import',
    headers: ['If-Match'],
    query: ['forceDefinition'],
    jsonBody: definitionsDelete,
    responses: { ...deleted, ...refused(400, 401, 403, 404, 409, 413, 415), ...referenced },
  },
  {
    operationId: 'DeleteDefinition',
    method: 'delete',
    audit: 'definition.deleted',
    path: `${versionPath}/definitions/{definition_name}`,
    summary: 'Delete a definition of a draft; force is required if others refer to it',
    tag,
    role: 'import',
    query: ['forceDefinition'],
    headers: ['If-Match'],
    responses: { ...deleted, ...refused(400, 401, 403, 404, 409, 413), ...referenced },
  },
  {
    operationId: 'ListEdits',
    method: 'get',
    path: `${versionPath}/edits`,
    summary: 'List the edits of a version that imports keep',
    tag,
    role: 'read',
    query: paging,
    responses: { ...ok(entityEditPage), ...refused(400, 401, 404) },
  },
  {
    operationId: 'RevertEdit',
    method: 'post',
    audit: 'action.changed',
    path: `${versionPath}/edits/{edit_id}/revert`,
    summary: 'Make an edited entity as it was imported',
    tag,
    role: 'import',
    responses: { 204: { description: 'Reverted.' }, ...refused(400, 401, 403, 404, 409, 413), ...referenced },
  },
];

function operationChanges(
  name: 'Action' | 'Trigger',
  noun: 'action' | 'trigger',
  { create, update, entity }: { readonly [schema in 'create' | 'update' | 'entity']: z.ZodType },
): readonly ApiOperation[] {
  const one = `${versionPath}/${noun}s/{${noun}_name}`;
  return [
    {
      operationId: `Create${name}`,
      method: 'post',
      audit: `${noun}.created`,
      path: `${versionPath}/${noun}s`,
      summary: `Create ${noun === 'action' ? 'an action' : 'a trigger'} in a draft`,
      tag,
      role: 'import',
      jsonBody: create,
      storesJson: true,
      responses: {
        201: { description: 'Created.', schema: entity },
        ...refused(400, 401, 403, 404, 409, 413, 415),
      },
    },
    {
      operationId: `Update${name}`,
      method: 'put',
      audit: `${noun}.changed`,
      path: one,
      summary: `Replace ${noun === 'action' ? 'an action' : 'a trigger'} of a draft`,
      tag,
      role: 'import',
      headers: ['If-Match'],
      jsonBody: update,
      storesJson: true,
      responses: {
        ...ok(entity),
        ...refused(400, 401, 403, 404, 409, 412, 413, 415),
      },
    },
    {
      operationId: `Delete${name}`,
      method: 'delete',
      audit: `${noun}.deleted`,
      path: one,
      summary: `Delete ${noun === 'action' ? 'an action' : 'a trigger'} of a draft`,
      tag,
      role: 'import',
      headers: ['If-Match'],
      responses: { ...deleted, ...refused(401, 403, 404, 409, 412, 413) },
    },
  ];
}
