import { pipeline } from 'node:stream/promises';
import { type Database, resolveVersion } from '@connectory/database';
import type { ChangeClass } from '@connectory/diff';
import type { Settings } from '@connectory/runtime';
import type { Request, Response, Router } from 'express';
import { connectorIds, requireVersion } from '../connectors/require-version.ts';
import { ApiError } from '../http/api-error.ts';
import { queryText } from '../http/paging.ts';
import { sentNotModified } from '../http/send-unless-known.ts';
import type { DiffRunner } from './diff-runner.ts';

const classes: readonly ChangeClass[] = ['breaking', 'non-breaking', 'annotation'];

/** Adds the route under `/o/:organisation_id` that compares two versions of a connector. */
export function addDiffRoutes(
  router: Router,
  { database, diffs, settings }: { database: Database; diffs: DiffRunner; settings: Settings },
): void {
  router.get('/connectors/:connector_id/versions/:version/diff', async (request, response) => {
    const wanted = readClass(request);
    const to = await requireVersion(database, request);
    const from = await requireFrom(database, request);
    // Every change of a version also changes `updatedAt`.
    const parts = [from.id, from.updatedAt.getTime(), to.id, to.updatedAt.getTime(), wanted ?? 'all'];
    response.set('Cache-Control', 'private, no-cache');
    if (sentNotModified(request, response, `"${parts.join('-')}"`)) return;
    const task = {
      from: { versionId: from.id, version: from.name },
      to: { versionId: to.id, version: to.name },
      ...(wanted === undefined ? {} : { class: wanted }),
      maxBytes: settings.MAX_DIFF_BYTES,
    };
    const { text, written } = await diffs.run(task, untilClosed(response));
    response.type('application/json');
    await pipeline(text, response, { end: false });
    await written;
    response.end();
  });
}

function readClass(request: Request): ChangeClass | undefined {
  const text = queryText(request, 'class');
  if (text === undefined) return undefined;
  const found = classes.find((known) => known === text);
  if (found !== undefined) return found;
  const message = `must be one of ${classes.join(', ')}`;
  throw new ApiError('request_invalid', `"class" ${message}.`, { fields: [{ field: 'class', message }] });
}

async function requireFrom(database: Database, request: Request) {
  const { organisationId, connectorId } = connectorIds(request);
  const name = queryText(request, 'from') ?? 'latest';
  const version = await resolveVersion(database, organisationId, connectorId, name);
  if (version !== undefined) return version;
  throw new ApiError('version_not_found', `The connector has no version ${JSON.stringify(name)} to compare with.`);
}

function untilClosed(response: Response): AbortSignal {
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  return closed.signal;
}
