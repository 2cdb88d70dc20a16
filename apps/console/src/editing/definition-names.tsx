import { useQuery } from '@tanstack/react-query';
import type { VersionOf } from '../client/address.ts';
import { definitionsQuery } from '../client/entity-queries.ts';
import { definitionNamesId } from './body-list.tsx';

/** Suggestions for names of definitions. Large versions have more than is suggested. */
export function DefinitionNames({ of }: { readonly of: VersionOf }) {
  const { data } = useQuery({ ...definitionsQuery(of, { first: 1_000 }), staleTime: 60_000 });
  return (
    <datalist id={definitionNamesId}>
      {data?.definitions.map(({ id, name }) => (
        <option key={id} value={name} />
      ))}
    </datalist>
  );
}
