import type { DefinitionResource, TriggerResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { type VersionOf, versionPath } from '../client/address.ts';
import { apiGet } from '../client/call-api.ts';
import { importQuery, versionQuery } from '../client/queries.ts';
import { EntityLink } from '../parts/entity-link.tsx';
import { placeCountsQuery } from '../client/version-queries.ts';
import { SchemaTree } from '../schema/schema-tree.tsx';
import { RequestBody, Responses } from './action-parts.tsx';
import { DocumentPlace, EntityMessages, Section, Security } from './action-sections.tsx';
import { callbackOf, groupCounts, pointerOfDefinition } from './place-of.ts';
import { triggerPlaceQuery } from './trigger-place.ts';

interface EntityReadingProps {
  readonly of: VersionOf;
  readonly name: string;
}

/** The messages of a version by the places of its entities, and the version of OpenAPI of its document. */
function useCounts(of: VersionOf) {
  const { data: version } = useQuery(versionQuery(of.organisation, of.connectorId, of.version));
  const { data: counts = [] } = useQuery(placeCountsQuery(of, version));
  const { data: made } = useQuery({
    ...importQuery(of.organisation, version?.importId ?? ''),
    enabled: version?.importId !== undefined,
  });
  return { groups: groupCounts(counts), openapi: made?.document?.openapi };
}

/** A definition: its schema as a tree, the entities that refer to it, its messages, and its place. */
export function DefinitionReading({ of, name }: EntityReadingProps) {
  const address = versionPath(of, '/definitions/{definition_name}', { definition_name: name });
  const { data } = useQuery({
    queryKey: ['entity-reading', address],
    queryFn: ({ signal }) => apiGet(address, { signal }),
  });
  const { groups, openapi } = useCounts(of);
  if (data === undefined) return null;
  const pointer = pointerOfDefinition(name, openapi);
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

function UsedBy({ of, references }: UsedByProps) {
  return (
    <Section title="Used by">
      {references.length === 0 ? (
        <p className="text-quiet">Nothing refers to it.</p>
      ) : (
        <ul className="flex max-h-80 flex-col gap-1 overflow-y-auto">
          {references.map(({ id, type, name }) => (
            <li key={id} className="flex flex-wrap items-baseline gap-x-2">
              <span className="text-sm text-quiet">{type}</span>
              <EntityLink of={of} kind={type} name={name} />
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
  if (data === undefined) return null;
  return (
    <section aria-label="As it is stored" className="card mt-6 p-4 sm:p-5">
      <RequestBody of={of} body={data.requestBody} />
      <Responses of={of} responses={data.responses} />
      <Security of={of} action={data} />
      <TriggerPlace of={of} trigger={data} />
    </section>
  );
}

/** Where a trigger stands in the document: among the webhooks, or within the operation whose callback it is. */
function TriggerPlace({ of, trigger }: { readonly of: VersionOf; readonly trigger: TriggerResource }) {
  const { groups, openapi } = useCounts(of);
  const { data: pointer } = useQuery(triggerPlaceQuery({ of, openapi }, trigger));
  if (typeof pointer !== 'string') return null;
  return (
    <>
      <EntityMessages of={of} counts={groups.get(pointer) ?? []} />
      <CallbackOwner of={of} trigger={trigger} />
      <DocumentPlace key={pointer} of={of} pointer={pointer} />
    </>
  );
}

/** The operation whose callback a trigger is. */
function CallbackOwner({ of, trigger }: { readonly of: VersionOf; readonly trigger: TriggerResource }) {
  const callback = callbackOf(trigger);
  if (callback === undefined) return null;
  const { kind, name } = callback.owner;
  return (
    <Section title="Callback of">
      <EntityLink of={of} kind={kind} name={name} />
    </Section>
  );
}
