import type { ActionResource } from '@connectory/client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { connectorQuery } from '../client/queries.ts';
import type { VersionOf } from '../client/address.ts';
import { schemaAddress } from '../client/schema-address.ts';
import { schemaQuery, securitySchemesQuery } from '../client/version-queries.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { sampleOf } from '../schema/sample-of.ts';
import { Section } from './action-sections.tsx';
import { curlOf } from './curl-of.ts';

/** A command that makes the request, to be copied. */
export function RequestExample({ of, action }: { readonly of: VersionOf; readonly action: ActionResource }) {
  const { data: connector } = useQuery(connectorQuery(of.organisation, of.connectorId));
  const { data: schemes } = useQuery(securitySchemesQuery(of));
  const body = useSampleBody(action);
  if (connector === undefined || schemes === undefined || body === undefined)
    return (
      <Section title="Example">
        <div className="skeleton h-20" role="status" aria-label="Loading the example" />
      </Section>
    );
  const command = curlOf({
    action,
    connector,
    schemes,
    body: body ?? undefined,
  });
  return (
    <Section
      title={
        <>
          Example
          <span className="ml-auto font-normal">
            <CopyButton text={command} label="Copy as curl" />
          </span>
        </>
      }
    >
      <pre
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls
        tabIndex={0}
        role="group"
        aria-label="Command"
        className="max-h-96 overflow-auto rounded-md border border-line bg-sunken p-3 font-mono text-xs"
      >
        {command}
      </pre>
    </Section>
  );
}

type SampleBody = { readonly type: string; readonly sample: unknown };

/** A body of the first media type: the example of the document, or one that is made of the schema. Null without a body. */
function useSampleBody({ requestBody }: ActionResource): SampleBody | null | undefined {
  const client = useQueryClient();
  const definition = requestBody?.definitions[0]?.definition;
  const type = definition?.accept[0] ?? 'application/json';
  const path = definition === undefined ? '' : schemaAddress(definition.url);
  const { data, isError } = useQuery({
    queryKey: ['sample', path],
    queryFn: () =>
      sampleOf({ $ref: path }, { read: (file) => client.fetchQuery(schemaQuery(file)), base: path, path: [] }).then(
        (sample) => ({ sample }),
      ),
    enabled: definition !== undefined,
    staleTime: 60_000,
  });
  if (definition === undefined) return null;
  const given = exampleOf(requestBody?.openapi, type);
  if (given !== undefined) return { type, sample: given };
  if (isError) return { type, sample: {} };
  return data === undefined ? undefined : { type, sample: data.sample };
}

/** The example of a media type in the document. */
function exampleOf(openapi: { readonly [member: string]: unknown } | undefined, type: string): unknown {
  const media = Reflect.get(Object(openapi?.['content']), type);
  const { example, examples }: { readonly example?: unknown; readonly examples?: unknown } = Object(media);
  const [first] = Object.values(Object(examples));
  return example ?? Reflect.get(Object(first), 'value');
}
