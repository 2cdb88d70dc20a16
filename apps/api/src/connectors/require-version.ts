import { type Database, hasConnector, resolveVersion } from '@connectory/database';
import type { VersionRecord } from '@connectory/lifecycle';
import type { Request } from 'express';
import { ApiError } from '../http/api-error.ts';
import { consolePage } from '../http/console-page.ts';

export function organisationOf(request: Request): string {
  return String(request.params['organisation_id']);
}

export function connectorIds(request: Request): { organisationId: string; connectorId: string } {
  return {
    organisationId: organisationOf(request),
    connectorId: String(request.params['connector_id']),
  };
}

/** Reads the version of the path; `latest` and `default` resolve. @throws ApiError */
export async function requireVersion(database: Database, request: Request): Promise<VersionRecord> {
  const { organisationId, connectorId } = connectorIds(request);
  const name = String(request.params['version']);
  const version = await resolveVersion(database, organisationId, connectorId, name);
  if (version !== undefined) return version;
  if (!(await hasConnector(database, organisationId, connectorId))) throw connectorNotFound(connectorId);
  throw new ApiError('version_not_found', `The connector ${connectorId} has no version ${JSON.stringify(name)}.`);
}

/** The page of a version in the web console. */
export function versionPage(baseUrl: string, request: Request, { name }: VersionRecord): string {
  const { organisationId, connectorId } = connectorIds(request);
  return consolePage(baseUrl, organisationId, 'connectors', connectorId, 'versions', name);
}

export function connectorNotFound(connectorId: string): ApiError {
  return new ApiError('connector_not_found', `There is no connector ${connectorId} in this organisation.`);
}
