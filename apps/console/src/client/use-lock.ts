import { useQuery } from '@tanstack/react-query';
import type { VersionOf } from './address.ts';
import { versionQuery } from './queries.ts';
import { useMayImport } from './use-organisation.ts';

/** Why the version cannot be changed; undefined if it can. */
export function useLock({ organisation, connectorId, version }: VersionOf): string | undefined {
  const { data } = useQuery(versionQuery(organisation, connectorId, version));
  const mayImport = useMayImport();
  if (!mayImport) return 'Needs the role “import”.';
  return typeof data?.publishedAt === 'string' ? 'Published versions cannot be changed.' : undefined;
}
