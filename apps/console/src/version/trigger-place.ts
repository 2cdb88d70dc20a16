import type { TriggerResource } from '@connectory/client';
import { queryOptions } from '@tanstack/react-query';
import { type VersionOf, versionPath } from '../client/address.ts';
import { apiGet } from '../client/call-api.ts';
import { callbackOf, pointerOfAction, pointerOfCallback, pointerOfWebhook } from './place-of.ts';

interface DocumentOf {
  readonly of: VersionOf;
  /** Version of OpenAPI, if it is known. */
  readonly openapi: string | undefined;
}

/** The JSON Pointer of a trigger in its document. Null for one that was made by hand. */
export const triggerPlaceQuery = (document: DocumentOf, trigger: TriggerResource) =>
  queryOptions({
    queryKey: ['trigger-place', document, trigger.id, trigger.method, trigger.openapi],
    queryFn: () => readPlace(document, trigger),
    staleTime: 60_000,
    // An edit may have renamed or deleted the operation whose callback it is.
    retry: false,
  });

async function readPlace(document: DocumentOf, trigger: TriggerResource): Promise<string | null> {
  const callback = callbackOf(trigger);
  if (callback === undefined) return pointerOfWebhook(trigger, document.openapi) ?? null;
  const { kind, name } = callback.owner;
  const owner = kind === 'action' ? await readAction(document, name) : await readTrigger(document, name);
  return owner === null ? null : pointerOfCallback(owner, callback, trigger);
}

async function readAction({ of }: DocumentOf, name: string): Promise<string> {
  return pointerOfAction(await apiGet(versionPath(of, '/actions/{action_name}', { action_name: name })));
}

async function readTrigger(document: DocumentOf, name: string): Promise<string | null> {
  const trigger = await apiGet(versionPath(document.of, '/triggers/{trigger_name}', { trigger_name: name }));
  return readPlace(document, trigger);
}
