import { type Database, resolveVersion } from '@connectory/database';
import type { ChangeClass } from '@connectory/diff';
import type { Settings } from '@connectory/runtime';
import type { Request, Router } from 'express';
import type { LargeResponses } from '../bodies/large-responses.ts';
import type { ChildKind, ChildOutput, FileRunner } from '../children/file-runner.ts';
import { connectorIds, requireVersion } from '../connectors/require-version.ts';
import { ApiError } from '../http/api-error.ts';
import { queryText } from '../http/paging.ts';
import { untilClosed } from '../http/until-closed.ts';
import { sentNotModified } from '../http/send-unless-known.ts';
import type { Quotas } from '../quotas/quotas.ts';
import { diffExitCodes, type DiffTask } from './diff-task.ts';

const classes: readonly ChangeClass[] = ['breaking', 'non-breaking', 'annotation'];

export interface DiffDependencies {
  readonly database: Database;
  readonly children: FileRunner;
  readonly large: LargeResponses;
  readonly settings: Settings;
  readonly quotas: Quotas;
}

export const diffChild: ChildKind = {
  name: 'diff child',
  entry: new URL('../../dist/diff/diff-child.js', import.meta.url),
  hasDatabase: true,
  tooLarge: () => new ApiError('diff_too_large', 'The two versions are too large to be compared on request.'),
  toError: ({ code }) =>
    code === diffExitCodes.gone
      ? new ApiError('version_not_found', 'One of the versions was deleted while they were compared.')
      : undefined,
};

/** Adds the route under `/o/:organisation_id` that compares two versions of a connector. */
export function addDiffRoutes(router: Router, { database, children, large, settings, quotas }: DiffDependencies): void {
  router.get('/connectors/:connector_id/versions/:version/diff', async (request, response) => {
    const wanted = readClass(request);
    const to = await requireVersion(database, request);
    const from = await requireFrom(database, request);
    // Every change of a version also changes `updatedAt`.
    const parts = [from.id, from.updatedAt.getTime(), to.id, to.updatedAt.getTime(), wanted ?? 'all'];
    response.set('Cache-Control', 'private, no-cache');
    if (sentNotModified(request, response, `"${parts.join('-')}"`)) return;
    response.type('json');
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    const task: Omit<DiffTask, keyof ChildOutput> = {
      from: { versionId: from.id, version: from.name },
      to: { versionId: to.id, version: to.name },
      ...(wanted === undefined ? {} : { class: wanted }),
      maxBytes: settings.MAX_DIFF_BYTES,
    };
    await quotas.during({ name: 'diffs', organisationId: connectorIds(request).organisationId, response }, () =>
      children.run(diffChild, task, untilClosed(response), (pieces) => large.send(response, pieces)),
    );
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
