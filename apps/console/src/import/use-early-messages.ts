import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { messageGroupsQuery } from '../client/import-queries.ts';
import { sourceOf } from '../client/import-source.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import type { LedgerKind } from '../parts/ledger-rows.ts';

/**
 * Reads the messages of an import beside the import itself, because most imports that are opened have ended.
 * @param kind the kind of parts to which the messages are limited.
 * @param isUnderWay whether the import is known not to have ended. What was read is then forgotten, to be read again at its end.
 */
export function useEarlyMessages(importId: string, kind: LedgerKind | undefined, isUnderWay: boolean): void {
  const client = useQueryClient();
  const organisation = useOrganisation();
  useEffect(() => {
    const query = messageGroupsQuery(sourceOf(organisation), importId, kind === undefined ? {} : { kind });
    if (isUnderWay) client.removeQueries({ queryKey: query.queryKey });
    else void client.prefetchQuery(query);
  }, [client, organisation, importId, kind, isUnderWay]);
}
