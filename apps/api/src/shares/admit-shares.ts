import { apiOperations, type SharedImport, sharedPath } from '@connectory/contract';
import { type Database, findImport, findShare, withinScope } from '@connectory/database';
import type { Express, Request, RequestHandler } from 'express';
import { enterRowScope, keepRowScope } from '../access/row-scope.ts';
import { ApiError } from '../http/api-error.ts';
import { presentImport } from '../imports/present-import.ts';

/**
 * Adds the routes of recipients of links. Their requests go on to the routes of the one import that the token shares. A token opens the
 * operations of the table below `/shared`, and nothing else.
 */
export function addSharedRoutes(app: Express, database: Database): void {
  for (const { path } of apiOperations)
    if (path === sharedPath || path.startsWith(`${sharedPath}/`)) app.get(path, admit(database, path), enterRowScope);
}

function admit(database: Database, path: string): RequestHandler {
  return async (request, response, next) => {
    response.set('Cache-Control', 'no-store');
    const share = await findShare(database, request.get('Share-Token') ?? '');
    if (share === undefined) throw new ApiError('share_not_found', 'The link is unknown, expired or revoked.');
    const { organisationId, importId, expiresAt } = share;
    if (path === sharedPath) {
      response.json(await showImport(database, { organisationId, importId, expiresAt }));
      return;
    }
    keepRowScope(response, organisationId);
    request.url = `/api/connect/v1/o/${organisationId}/imports/${importId}${path.slice(sharedPath.length)}${queryOf(request)}`;
    next();
  };
}

function queryOf({ url }: Request): string {
  const start = url.indexOf('?');
  return start === -1 ? '' : url.slice(start);
}

interface SharedRecord {
  readonly organisationId: string;
  readonly importId: string;
  readonly expiresAt: Date;
}

async function showImport(
  database: Database,
  { organisationId, importId, expiresAt }: SharedRecord,
): Promise<SharedImport> {
  const record = await withinScope(organisationId, () => findImport(database, organisationId, importId));
  // Links end with their import.
  if (record === undefined) throw new ApiError('share_not_found', 'The import of this link was deleted.');
  const shown = presentImport(record, '');
  return {
    id: shown.id,
    version: shown.version,
    dryRun: shown.dryRun,
    status: shown.status,
    stage: shown.stage,
    progress: shown.progress,
    attempts: shown.attempts,
    document: shown.document,
    summary: shown.summary,
    coverage: shown.coverage,
    error: shown.error,
    timings: shown.timings,
    createdAt: shown.createdAt,
    startedAt: shown.startedAt,
    finishedAt: shown.finishedAt,
    sharedUntil: expiresAt.toISOString(),
  };
}
