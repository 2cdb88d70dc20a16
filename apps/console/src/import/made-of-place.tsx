import type { EntityKind } from '../client/entity-queries.ts';
import { useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { type VersionOf, versionPath } from '../client/address.ts';
import { apiGet } from '../client/call-api.ts';
import { EntityLink } from '../parts/entity-link.tsx';
import { entityAtPlace } from './entity-at-place.ts';

/** The version that was made of the document of the page; undefined where there is none, or where links lead nowhere. */
export const MadeVersionContext = createContext<VersionOf | undefined>(undefined);

/** The action, trigger or definition that a place of the document belongs to, if one was made of it. */
export function MadeOfPlace({ pointer }: { readonly pointer: string }) {
  const of = useContext(MadeVersionContext);
  return of === undefined ? null : <MadeEntity of={of} pointer={pointer} />;
}

function MadeEntity({ of, pointer }: { readonly of: VersionOf; readonly pointer: string }) {
  const { data } = useQuery({
    queryKey: ['made-of-place', of, pointer],
    queryFn: () => findEntity(of, pointer),
    staleTime: 60_000,
    retry: false,
  });
  if (data === undefined || data === null) return null;
  const { kind, name } = data;
  return (
    <p className="mt-2 flex flex-wrap items-baseline gap-x-2 text-sm text-quiet">
      What was made of it: {kind}
      <EntityLink of={of} kind={kind} name={name} />
    </p>
  );
}

interface Entity {
  readonly kind: EntityKind;
  readonly name: string;
}

async function findEntity(of: VersionOf, pointer: string): Promise<Entity | null> {
  const wanted = entityAtPlace(pointer);
  if (wanted === undefined) return null;
  const { results } = await apiGet(versionPath(of, '/search'), { query: { q: wanted.words, first: 100 } });
  const found = results.find((result) => wanted.matches(result));
  return found === undefined ? null : { kind: found.kind, name: found.name };
}
