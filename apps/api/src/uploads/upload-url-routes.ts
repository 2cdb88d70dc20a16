import type { SignedUrl } from '@connectory/contract';
import {
  createUploadUrl,
  type Database,
  findUpload,
  findUploadUrl,
  type FoundUpload,
  isId,
  packedEncoding,
  storeUpload,
  type UploadAddress,
  withinScope,
} from '@connectory/database';
import type { Settings } from '@connectory/runtime';
import type { Request, Response, Router } from 'express';
import { requireHttp } from '../connectors/catalogue-routes.ts';
import { organisationOf } from '../connectors/require-version.ts';
import { ApiError } from '../http/api-error.ts';
import { queryText } from '../http/paging.ts';
import { storageFault } from '../http/storage-fault.ts';
import { explainQuota } from '../quotas/explain-quota.ts';
import type { Quotas } from '../quotas/quotas.ts';
import { receiveRawBody } from './document-storage.ts';
import { documentTooLarge, headerValueOf } from './receive-upload.ts';

interface UploadUrlDependencies {
  readonly database: Database;
  readonly quotas: Quotas;
  readonly settings: Settings;
  readonly uploadFolder: string;
  readonly baseUrl: () => string;
}

/** Adds the routes under `/o/:organisation_id` by which a client that sends JSON only brings a document. */
export function addUploadUrlRoutes(router: Router, dependencies: UploadUrlDependencies): void {
  const { database, baseUrl } = dependencies;
  router.get('/protocols/:protocol_slug/upload-url', async (request, response) => {
    requireHttp(request);
    const organisationId = organisationOf(request);
    const { id, token } = await createUploadUrl(database, organisationId);
    const url = `${uploadsUrl(baseUrl(), organisationId)}${id}`;
    const urls: SignedUrl = { uploadUrl: `${url}?token=${token}`, url };
    response.json(urls);
  });

  router.put('/uploads/:upload_id', async (request, response) => {
    const address = { organisationId: organisationOf(request), uploadId: request.params['upload_id'] };
    // The token in the URL is the credential. Without it there is no caller, and no scope.
    if (!isId(address.organisationId) || !isId(address.uploadId)) throw uploadNotFound();
    await withinScope(address.organisationId, () => receive(dependencies, address, request, response));
    response.status(204).end();
  });
}

function uploadsUrl(baseUrl: string, organisationId: string): string {
  return `${baseUrl}/api/connect/v1/o/${organisationId}/uploads/`;
}

async function receive(
  { database, quotas, settings, uploadFolder }: UploadUrlDependencies,
  address: UploadAddress,
  request: Request,
  response: Response,
): Promise<void> {
  const { organisationId } = address;
  const maxBytes = settings.MAX_UPLOAD_BYTES;
  const found = await findUploadUrl(database, address, queryText(request, 'token') ?? '');
  if (found === 'unknown') throw uploadNotFound();
  if (found === 'spent') throw uploadSpent();
  if (Number(request.get('Content-Length') ?? 0) > maxBytes) throw documentTooLarge('The body', maxBytes);
  await quotas.during({ name: 'uploads', organisationId, response }, async () => {
    const tooLarge = documentTooLarge('The document', maxBytes);
    // The response to a body that is too large needs the connection.
    const sent = request.iterator({ destroyOnReturn: false });
    const body = await receiveRawBody(sent, { folder: uploadFolder, maxBytes, tooLarge }).catch((error: unknown) => {
      throw storageFault(error) ?? error;
    });
    try {
      if (body.bytes === 0) throw new ApiError('file_missing', 'The body is empty: it has 0 bytes.');
      const { sha256, bytes, stored } = body;
      const mediaType = headerValueOf(request.get('Content-Type') ?? '');
      const document = {
        sha256,
        bytes,
        encoding: packedEncoding,
        content: stored.read,
        pieces: stored.pieces,
        mediaType,
      };
      const isStored = await storeUpload(database, address, document, quotas.stored).catch(
        explainQuota(quotas, organisationId),
      );
      if (!isStored) throw uploadSpent();
      quotas.meter.touch(organisationId);
    } finally {
      await body.stored.discard();
    }
  });
}

/**
 * Finds the document that was uploaded to the URL of an upload, if `schemaURL` is one of this service and organisation.
 * @returns undefined for any other URL. @throws ApiError when nothing was uploaded there
 */
export async function findUploadedDocument(
  { database, baseUrl }: { readonly database: Database; readonly baseUrl: () => string },
  organisationId: string,
  schemaURL: string,
): Promise<FoundUpload | undefined> {
  const prefix = uploadsUrl(baseUrl(), organisationId);
  if (!schemaURL.startsWith(prefix)) return undefined;
  const uploadId = schemaURL.slice(prefix.length);
  const upload = isId(uploadId) ? await findUpload(database, { organisationId, uploadId }) : undefined;
  if (upload !== undefined) return upload;
  const message = 'is an upload URL without a document: PUT it to the uploadUrl first, and import it within an hour';
  throw new ApiError('schema_url_refused', `The schemaURL ${message}.`, { fields: [{ field: 'schemaURL', message }] });
}

function uploadNotFound(): ApiError {
  return new ApiError('upload_not_found', 'There is no such upload URL.');
}

function uploadSpent(): ApiError {
  return new ApiError('upload_url_spent', 'The upload URL has expired, or a document was uploaded to it.');
}
