import type { ConnectorOf } from '../client/address.ts';
import { ApiFault } from '../client/api-fault.ts';
import { apiDelete, apiPut } from '../client/call-api.ts';
import { type AuthScheme, type LoadedScheme, readScheme, schemePath } from '../client/scheme-queries.ts';
import { isSame } from '../editing/merge-drafts.ts';

/** Replaces an auth scheme that is still as in `base`. @throws ApiFault */
export function writeScheme(of: ConnectorOf, base: LoadedScheme, draft: AuthScheme): Promise<unknown> {
  return sendIfUnchanged(of, base, (etag) => apiPut(schemePath(of, draft.id), draft, etag));
}

/** @throws ApiFault */
export function deleteScheme(of: ConnectorOf, base: LoadedScheme): Promise<unknown> {
  const path = schemePath(of, base.draft.id);
  return sendIfUnchanged(of, base, (etag) => apiDelete(path, { etag }));
}

/** The ETag is that of the connector. If something else of it changed, the request is sent once more with the new one. */
async function sendIfUnchanged(
  of: ConnectorOf,
  { draft, etag }: LoadedScheme,
  send: (etag: string) => Promise<unknown>,
): Promise<unknown> {
  try {
    return await send(etag);
  } catch (error) {
    if (!(error instanceof ApiFault) || error.code !== 'entity_changed') throw error;
    const now = await readScheme(of, draft.id);
    if (!isSame(now.draft, draft)) throw error;
    return send(now.etag);
  }
}
