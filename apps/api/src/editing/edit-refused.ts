import type { ErrorCode } from '@connectory/contract';
import type { EditRefusal } from '@connectory/database';
import type { Request } from 'express';
import { connectorIds, connectorNotFound } from '../connectors/require-version.ts';
import { versionNotFound, versionPublished } from '../connectors/version-change-routes.ts';
import { ApiError } from '../http/api-error.ts';
import { entityChanged } from '../http/entity-etag.ts';

type EditedKind = 'action' | 'trigger' | 'definition';

const missing: { readonly [Kind in EditedKind]: ErrorCode } = {
  action: 'action_not_found',
  trigger: 'trigger_not_found',
  definition: 'definition_not_found',
};

/** The error of an edit that was refused. */
export function editRefused(kind: EditedKind, refusal: EditRefusal, request: Request): ApiError {
  switch (refusal.outcome) {
    case 'connector-not-found':
      return connectorNotFound(connectorIds(request).connectorId);
    case 'version-not-found':
      return versionNotFound(refusal, request);
    case 'version-published':
      return versionPublished(refusal.version);
    case 'entity-not-found':
      return new ApiError(missing[kind], `Version ${refusal.version} has no ${kind} ${JSON.stringify(refusal.name)}.`);
    case 'edit-not-found':
      return new ApiError('edit_not_found', `Version ${refusal.version} has no edit ${JSON.stringify(refusal.id)}.`);
    case 'entity-changed':
      return entityChanged(kind);
    case 'name-exists':
      return new ApiError('name_exists', `The version has a ${kind} of this name already: ${refusal.name}.`);
    case 'busy':
      return new ApiError('unavailable', 'Too many edits of the organisation wait at the moment.', {
        headers: { 'Retry-After': '5' },
      });
    case 'edit-too-large':
      return new ApiError('edit_too_large', 'The edit concerns entities that are too large to be changed here.');
    case 'id-differs':
      return invalid(kind, [{ field: 'id', message: `must be the id of the ${kind}: it cannot be changed` }]);
    case 'definitions-missing': {
      const message = 'names no definition of the version';
      return invalid(
        kind,
        refusal.fields.map((field) => ({ field, message })),
      );
    }
    case 'definition-referenced': {
      const { definition } = refusal;
      const names = definition.referencedBy.slice(0, 10).map(({ type, name }) => `${type} ${name}`);
      const text = `The definition ${definition.name} is referenced by ${definition.referencedBy.length}: ${names.join(', ')}.`;
      return new ApiError('definition_referenced', text, { definition });
    }
  }
}

function invalid(kind: EditedKind, fields: readonly { readonly field: string; readonly message: string }[]): ApiError {
  const text = fields.map(({ field, message }) => `${field} ${message}`).join('; ');
  return new ApiError('request_invalid', `The ${kind} is invalid: ${text}.`, { fields });
}
