import type { DefinitionResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type VersionOf, versionPath } from '../client/address.ts';
import { apiGet } from '../client/call-api.ts';
import { importQuery, versionQuery } from '../client/queries.ts';
import { placeCountsQuery } from '../client/version-queries.ts';
import { SchemaTree } from '../schema/schema-tree.tsx';
import { RequestBody, Responses } from './action-parts.tsx';
import { DocumentPlace, EntityMessages, Section, Security } from './action-sections.tsx';
import { groupCounts, pointerOfDefinition, pointerOfTrigger } from './place-of.ts';

interface EntityReadingProps {
  readonly of: VersionOf;
  readonly name: string;
}

/** The messages of a version by the places of its entities. */
function useCounts(of: VersionOf) {
  const { data: version } = useQuery(versionQuery(of.organisation, of.connectorId, of.version));
  const { data: counts = [] } = useQuery(placeCountsQuery(of, version));
  return { version, groups: groupCounts(counts) };
}

/** A definition: its schema as a tree, the entities that refer to it, its messages, and its place. */
export function DefinitionReading({ of, name }: EntityReadingProps) {
  const address = versionPath(of, '/definitions/{definition_name}', { definition_name: name });
  const { data } = useQuery({
    queryKey: ['entity-reading', address],
    queryFn: ({ signal }) => apiGet(address, { signal }),
  });
  const { version, groups } = useCounts(of);
  const { data: made } = useQuery({
    ...importQuery(of.organisation, version?.importId ?? ''),
    enabled: version?.importId !== undefined,
  });
  if (data === undefined) return null;
  const pointer = pointerOfDefinition(name, made?.document?.openapi);
  return (
    <section aria-label="As it is stored" className="card mt-6 p-4 sm:p-5">
      <Section title="Schema as a tree">
        <SchemaTree key={data.url} url={data.url} name={name} startsOpen />
      </Section>
      <UsedBy of={of} references={data.referencedBy ?? []} />
      <EntityMessages of={of} counts={groups.get(pointer) ?? []} />
      <DocumentPlace key={pointer} of={of} pointer={pointer} />
    </section>
  );
}

interface UsedByProps {
  readonly of: VersionOf;
  readonly references: NonNullable<DefinitionResource['referencedBy']>;
}

function UsedBy({ of: { connectorId, version }, references }: UsedByProps) {
  return (
    <Section title="Used by">
      {references.length === 0 ? (
        <p className="text-quiet">Nothing refers to it.</p>
      ) : (
        <ul className="flex max-h-80 flex-col gap-1 overflow-y-auto">
          {references.map(({ id, type, name }) => (
            <li key={id} className="flex flex-wrap items-baseline gap-x-2">
              <span className="text-sm text-quiet">{type}</span>
              <Link
                to={`/connectors/$connectorId/versions/$version/${type}s/$name`}
                params={{ connectorId, version, name }}
                className="link min-w-0 font-mono text-sm wrap-anywhere"
              >
                {name}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

/** A trigger: its bodies as trees, what its requests bring, its messages, and its place. */
export function TriggerReading({ of, name }: EntityReadingProps) {
  const address = versionPath(of, '/triggers/{trigger_name}', { trigger_name: name });
  const { data } = useQuery({
    queryKey: ['entity-reading', address],
    queryFn: ({ signal }) => apiGet(address, { signal }),
  });
  const { groups } = useCounts(of);
  if (data === undefined) return null;
  const pointer = pointerOfTrigger(data);
  return (
    <section aria-label="As it is stored" className="card mt-6 p-4 sm:p-5">
      <RequestBody of={of} body={data.requestBody} />
      <Responses of={of} responses={data.responses} />
      <Security of={of} action={data} />
      {pointer !== undefined && (
        <>
          <EntityMessages of={of} counts={groups.get(pointer) ?? []} />
          <DocumentPlace key={pointer} of={of} pointer={pointer} />
        </>
      )}
    </section>
  );
}
