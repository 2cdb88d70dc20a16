import { type OverlayList, overlayName, type OverlayPut, overlayPut, type OverlayResource } from '@connectory/contract';
import {
  type Database,
  deleteOverlay,
  findOverlay,
  listOverlays,
  type NewOverlay,
  putOverlay,
} from '@connectory/database';
import type { OverlayRecord } from '@connectory/lifecycle';
import type { Request, Response, Router } from 'express';
import { asCaller } from '../access/as-caller.ts';
import { connectorIds, connectorNotFound } from '../connectors/require-version.ts';
import { ApiError } from '../http/api-error.ts';
import { parseBody } from '../http/parse-body.ts';
import { untilClosed } from '../http/until-closed.ts';
import { writeInPieces } from '../http/write-in-pieces.ts';
import { type CheckDependencies, createCheckOverlay } from './check-in-child.ts';
import type { OverlayCheck } from './overlay-task.ts';

interface OverlayDependencies extends CheckDependencies {
  readonly database: Database;
}

/** Adds the routes under `/o/:organisation_id` for the overlays of connectors. */
export function addOverlayRoutes(router: Router, dependencies: OverlayDependencies): void {
  const { database } = dependencies;
  const check = createCheckOverlay(dependencies);

  router.get('/connectors/:connector_id/overlays', async (request, response) => {
    const ids = connectorIds(request);
    const overlays = await listOverlays(database, ids);
    if (overlays === undefined) throw connectorNotFound(ids.connectorId);
    response.json({ overlays: overlays.map(presentListed) } satisfies OverlayList);
  });

  router.get('/connectors/:connector_id/overlays/:overlay_name', async (request, response) => {
    const ids = overlayIds(request);
    const overlay = await findOverlay(database, ids);
    if (overlay === undefined) throw await notFound(database, ids);
    sendOverlay(response, overlay);
  });

  router.put('/connectors/:connector_id/overlays/:overlay_name', async (request, response) => {
    const body = await parseBody<OverlayPut>(overlayPut, request, 'The overlay');
    const ids = overlayIds(request);
    requireName(ids.name);
    // Before the overlay is checked, which takes a process.
    if ((await listOverlays(database, ids)) === undefined) throw connectorNotFound(ids.connectorId);
    const text = typeof body.overlay === 'string' ? body.overlay : await writeInPieces(body.overlay);
    const checked = requireValid(await check(text, untilClosed(response)), ids.name);
    const { contentJson, actionKeys } = checked;
    const { enabled, policy, position, reset = false } = body;
    const wanted: NewOverlay = { ...ids, contentJson, actionKeys, enabled, policy, position, reset };
    const change = await putOverlay(asCaller(database, request, response), wanted);
    if (change.outcome === 'connector-not-found') throw connectorNotFound(ids.connectorId);
    if (change.outcome === 'too-many')
      throw new ApiError('overlays_too_many', 'The connector has 50 overlays already.');
    sendOverlay(response.status(change.isNew ? 201 : 200), change.overlay);
  });

  router.delete('/connectors/:connector_id/overlays/:overlay_name', async (request, response) => {
    const ids = overlayIds(request);
    const deletion = await deleteOverlay(asCaller(database, request, response), ids);
    if (deletion === 'connector-not-found') throw connectorNotFound(ids.connectorId);
    if (deletion === 'overlay-not-found') throw overlayNotFound(ids.name);
    response.status(204).end();
  });
}

interface OverlayIds {
  readonly organisationId: string;
  readonly connectorId: string;
  readonly name: string;
}

function overlayIds(request: Request): OverlayIds {
  return { ...connectorIds(request), name: String(request.params['overlay_name']) };
}

function requireName(name: string): void {
  const parsed = overlayName.safeParse(name);
  if (parsed.success) return;
  const message = parsed.error.issues[0]?.message ?? 'is invalid';
  throw new ApiError('request_invalid', `The name of the overlay ${message}.`, {
    fields: [{ field: 'overlay_name', message }],
  });
}

function requireValid(check: OverlayCheck, name: string): Extract<OverlayCheck, { ok: true }> {
  if (check.ok) return check;
  const fields = check.problems.map(({ pointer, problem }) => ({
    field: `overlay${fieldOf(pointer)}`,
    message: problem,
  }));
  const [first] = check.problems;
  const message = `The overlay ${name} is invalid at #${first?.pointer ?? ''}: ${first?.problem ?? ''}`;
  throw new ApiError('overlay_invalid', message, { fields });
}

/** A pointer into an overlay as the notation of error fields: its keys need no escaping. */
function fieldOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => (/^\d+$/.test(token) ? `[${token}]` : `.${token}`))
    .join('');
}

async function notFound(database: Database, ids: OverlayIds): Promise<ApiError> {
  const isKnown = (await listOverlays(database, ids)) !== undefined;
  return isKnown ? overlayNotFound(ids.name) : connectorNotFound(ids.connectorId);
}

function overlayNotFound(name: string): ApiError {
  return new ApiError('overlay_not_found', `The connector has no overlay ${JSON.stringify(name)}.`);
}

/** The content is sent as it is stored, which is JSON text of up to a megabyte. */
function sendOverlay(response: Response, record: OverlayRecord): void {
  const head: Omit<OverlayResource, 'overlay'> = presentListed(record);
  response.type('json').send(`${JSON.stringify(head).slice(0, -1)},"overlay":${record.contentJson}}`);
}

function presentListed(record: Omit<OverlayRecord, 'contentJson'>): OverlayList['overlays'][number] {
  const { name, position, enabled, policy, actions, createdAt, updatedAt } = record;
  const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  return { name, position, enabled, policy, actions, ...times };
}
