import type { ImportResource } from '@connectory/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { pathOf } from '../client/address.ts';
import { importQuery } from '../client/queries.ts';
import { importStatuses } from '../parts/import-status.tsx';

const reconnectMs = 3_000;

/** An import that follows its event stream until it ends. After a broken connection it is read again. */
export function useLiveImport(organisation: string, id: string) {
  const client = useQueryClient();
  const options = importQuery(organisation, id);
  const query = useQuery(options);
  const status = query.data?.status;
  const isUnderWay = status === 'queued' || status === 'running';
  useEffect(() => {
    if (!isUnderWay) return undefined;
    return follow(pathOf(organisation, '/imports/{import_id}/events', { import_id: id }), {
      onChange: (next) => client.setQueryData(importQuery(organisation, id).queryKey, next),
      onBreak: () => void client.invalidateQueries({ queryKey: importQuery(organisation, id).queryKey }),
    });
  }, [client, organisation, id, isUnderWay]);
  return query;
}

interface Follower {
  readonly onChange: (next: ImportResource) => void;
  readonly onBreak: () => void;
}

/** Follows an event stream until the returned function is called. A stream that the browser gives up is opened again. */
function follow(url: string, { onChange, onBreak }: Follower): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let source: EventSource;
  const open = (): void => {
    source = new EventSource(url);
    for (const status of importStatuses)
      source.addEventListener(status, ({ data }: MessageEvent<string>) => onChange(JSON.parse(data)));
    source.addEventListener('error', () => {
      onBreak();
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, reconnectMs);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
