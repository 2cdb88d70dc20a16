import { hash as digest } from 'node:crypto';
import type { ConnectorRecord, VersionRecord } from '@connectory/lifecycle';
import type { Request } from 'express';
import { ApiError } from './api-error.ts';

/**
 * The ETag of an action, trigger or definition.
 * @param hash of its stored body. @param base URL of its version's schemas, which becomes part of the served body.
 */
export function entityEtag(hash: string, base: string): string {
  return `"${digest('sha256', `${hash} ${base}`, 'hex').slice(0, 32)}"`;
}

/** Whether a change may be made to an entity with this ETag (RFC 9110, section 13.1.1: weak ETags never match). */
export function fitsIfMatch(request: Request, etag: string): boolean {
  const header = request.get('If-Match');
  if (header === undefined) return true;
  const names = header.split(',').map((name) => name.trim());
  return names.includes('*') || names.includes(etag);
}

/** The ETag of a connector. `updatedAt` states the changes of its versions, categories and secrets. */
export function connectorEtag(connector: ConnectorRecord): string {
  const { id, name, baseUrl, public: isPublic, documentationURL, imageURL, updatedAt } = connector;
  const large = [connector.tagsJson, connector.authSchemeConfigsJson, connector.connectionVariablesJson];
  return etagOf([id, name, baseUrl, isPublic, documentationURL, imageURL, ...large, updatedAt]);
}

/** The ETag of a version. `updatedAt` states the changes of its entities and messages. */
export function versionEtag(version: VersionRecord): string {
  const { id, name, description, isLatest, isDefault, publishedAt, updatedAt } = version;
  return etagOf([id, name, description, isLatest, isDefault, publishedAt, updatedAt]);
}

function etagOf(fields: readonly unknown[]): string {
  return `"${digest('sha256', JSON.stringify(fields), 'hex').slice(0, 32)}"`;
}

/** The condition of `If-Match` on a connector; undefined without the header. It throws ApiError 412. */
export function connectorCondition(request: Request): ((connector: ConnectorRecord) => void) | undefined {
  return conditionOf(request, 'connector', connectorEtag);
}

/** The condition of `If-Match` on a version; undefined without the header. It throws ApiError 412. */
export function versionCondition(request: Request): ((version: VersionRecord) => void) | undefined {
  return conditionOf(request, 'version', versionEtag);
}

function conditionOf<StoredRecord>(
  request: Request,
  kind: string,
  etagOfRecord: (record: StoredRecord) => string,
): ((record: StoredRecord) => void) | undefined {
  if (request.get('If-Match') === undefined) return undefined;
  return (record) => {
    if (!fitsIfMatch(request, etagOfRecord(record))) throw entityChanged(kind);
  };
}

/** The error of a change whose `If-Match` names another state. */
export function entityChanged(kind: string): ApiError {
  return new ApiError('entity_changed', `The ${kind} has another ETag than those in If-Match.`);
}
