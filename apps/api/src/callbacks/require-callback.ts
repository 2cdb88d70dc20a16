import { type Database, hasCallbackSecret } from '@connectory/database';
import { type AllowList, checkUrl } from '@connectory/outbound';
import { ApiError } from '../http/api-error.ts';

/**
 * Rejects a callbackUrl that is not allowed, or that could not be signed because the organisation has no secret.
 * @param field path of the URL in the request.
 * @throws ApiError
 */
export async function requireCallback(
  dependencies: { database: Database; allow: AllowList },
  organisationId: string,
  callbackUrl: string,
  field: string,
): Promise<void> {
  const checked = checkUrl(callbackUrl, dependencies.allow);
  if (!checked.ok) {
    const fields = [{ field, message: checked.reason }];
    throw new ApiError('callback_url_refused', `The callbackUrl ${checked.reason}.`, { fields });
  }
  if (!(await hasCallbackSecret(dependencies.database, organisationId)))
    throw new ApiError('callback_secret_missing', 'This organisation has no secret to sign notifications with.');
}
