import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type VersionOf, versionPath } from '../client/address.ts';
import { apiPost } from '../client/call-api.ts';

/** Publishes a version, or makes it a draft again. */
export function usePublish(of: VersionOf, verb: 'publish' | 'unpublish') {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => apiPost(versionPath(of, `/${verb}`)),
    onSuccess: () =>
      Promise.all(
        ['connector', 'version', 'connectors'].map((key) =>
          client.invalidateQueries({ queryKey: [key, of.organisation] }),
        ),
      ),
  });
}
