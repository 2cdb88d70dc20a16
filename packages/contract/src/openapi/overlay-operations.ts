import { overlay, overlayList, overlayPut } from '../wire/overlays.ts';
import { type ApiOperation, connectPath, ok, refused } from './api-operation.ts';

const listPath = `${connectPath}/connectors/{connector_id}/overlays`;

/** The overlays of a connector. */
export const overlayOperations: readonly ApiOperation[] = [
  {
    operationId: 'ListOverlays',
    method: 'get',
    path: listPath,
    summary: 'List the overlays of a connector, in the order in which imports apply them',
    tag: 'Connectors',
    role: 'read',
    responses: { ...ok(overlayList), ...refused(401, 404) },
  },
  {
    operationId: 'GetOverlay',
    method: 'get',
    path: `${listPath}/{overlay_name}`,
    summary: 'Get an overlay of a connector',
    tag: 'Connectors',
    role: 'read',
    responses: { ...ok(overlay), ...refused(401, 404) },
  },
  {
    operationId: 'PutOverlay',
    method: 'put',
    audit: 'overlay.changed',
    path: `${listPath}/{overlay_name}`,
    summary: 'Create or replace an overlay, which every later import into the connector applies',
    tag: 'Connectors',
    role: 'import',
    jsonBody: overlayPut,
    responses: {
      ...ok(overlay),
      201: { description: 'Created.', schema: overlay },
      ...refused(400, 401, 403, 404, 409, 413, 415, 503),
    },
  },
  {
    operationId: 'DeleteOverlay',
    method: 'delete',
    audit: 'overlay.deleted',
    path: `${listPath}/{overlay_name}`,
    summary: 'Delete an overlay; versions that were imported with it stay as they are',
    tag: 'Connectors',
    role: 'import',
    responses: { 204: { description: 'Deleted.' }, ...refused(401, 403, 404) },
  },
];
