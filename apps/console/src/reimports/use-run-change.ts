import { useMutation, useQueryClient } from '@tanstack/react-query';
import { operatorPath } from '../client/address.ts';
import { apiPost } from '../client/call-api.ts';
import { reimportQuery } from '../client/operator-queries.ts';

export type RunChange =
  | { readonly verb: 'pause' | 'resume' | 'cancel' }
  | {
      readonly verb: 'retry-failed';
      /** Only items that failed with it. */
      readonly errorCode?: string;
    };

/** Changes a run, and reads again what depends on it. */
export function useRunChange(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: RunChange) =>
      change.verb === 'retry-failed'
        ? apiPost(operatorPath('/reimports/{reimport_id}/retry-failed', { reimport_id: id }), undefined, {
            query: { errorCode: change.errorCode },
          })
        : apiPost(operatorPath(`/reimports/{reimport_id}/${change.verb}`, { reimport_id: id })),
    onSuccess: (next) => {
      client.setQueryData(reimportQuery(id).queryKey, next);
      void client.invalidateQueries({ queryKey: ['reimport-items'] });
      void client.invalidateQueries({ queryKey: ['reimport-causes'] });
    },
  });
}
