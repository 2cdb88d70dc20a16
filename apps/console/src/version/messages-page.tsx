import type { Message, MessagePlace, VersionResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { VersionOf } from '../client/address.ts';
import { ExcerptSourceContext, excerptsOfVersion } from '../client/excerpt-source.ts';
import { versionQuery } from '../client/queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { counted, formatCount } from '../format/numbers.ts';
import { Messages, withoutCode } from '../import/messages.tsx';
import { MadeVersionContext } from '../import/made-of-place.tsx';
import { PlaceLinkContext } from '../import/place-link.ts';
import { PlaceItem } from '../import/places.tsx';
import { Disclosure } from '../parts/disclosure.tsx';
import { Severity } from '../parts/severity.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import type { MessageSearch } from '../search/read-search.ts';
import { VersionFrame } from './version-frame.tsx';

const route = getRouteApi('/signed-in/connectors/$connectorId/versions/$version/messages');

/** The messages of the import that made a version, with excerpts of its document. */
export function VersionMessagesPage() {
  const { connectorId, version } = route.useParams();
  const of = { organisation: useOrganisation(), connectorId, version };
  const opened = route.useSearch();
  const navigate = route.useNavigate();
  const { data } = useQuery(versionQuery(of.organisation, connectorId, version));
  const open = (search: MessageSearch): void => void navigate({ search, replace: true, resetScroll: false });
  return (
    <VersionFrame connectorId={connectorId} version={version}>
      <MadeVersionContext value={of}>
        <PlaceLinkContext value={(pointer) => <DocumentLink of={of} pointer={pointer} />}>
          {data === undefined && <Skeleton label="Loading messages" />}
          {data?.importId !== undefined && (
            <>
              <p className="mb-4 text-quiet">
                Of the{' '}
                <Link to="/imports/$importId" params={{ importId: data.importId }} className="link">
                  import that made this version
                </Link>
                .
              </p>
              <Messages importId={data.importId} hasFailed={false} opened={opened} onOpen={open} />
            </>
          )}
          {data !== undefined && data.importId === undefined && (
            <ExcerptSourceContext value={excerptsOfVersion(of)}>
              <KeptMessages version={data} opened={opened} onOpen={open} />
            </ExcerptSourceContext>
          )}
        </PlaceLinkContext>
      </MadeVersionContext>
    </VersionFrame>
  );
}

function DocumentLink({ of: { connectorId, version }, pointer }: { readonly of: VersionOf; readonly pointer: string }) {
  return (
    <Link
      to="/connectors/$connectorId/versions/$version/document"
      params={{ connectorId, version }}
      search={{ pointer }}
      className="link inline-flex min-h-6 items-center text-sm"
    >
      Open the document here
    </Link>
  );
}

interface KeptMessagesProps {
  readonly version: VersionResource;
  readonly opened: MessageSearch;
  readonly onOpen: (opened: MessageSearch) => void;
}

/** The messages that a version keeps once its import has expired. They state the first hundred places. */
function KeptMessages({ version: { messages = [] }, opened, onOpen }: KeptMessagesProps) {
  if (messages.length === 0)
    return <p className="card p-4 text-quiet">No messages: everything was imported as written, or made by hand.</p>;
  return (
    <section aria-labelledby="messages">
      <h2 id="messages" className="mb-3 text-lg font-semibold">
        Messages <span className="ml-1 font-normal text-quiet">{formatCount(messages.length)}</span>
      </h2>
      <ul className="card divide-y divide-line overflow-hidden">
        {messages.map((message, index) => (
          <Disclosure
            key={message.code ?? index}
            isOpen={message.code !== undefined && message.code === opened.message}
            onToggle={(isOpen) => onOpen(isOpen ? { message: message.code } : {})}
            isDisabled={message.code === undefined}
            lead={<Severity severity={message.severity} />}
            title={<span className="font-mono text-sm font-medium">{message.code ?? 'Message'}</span>}
            text={withoutCode(message)}
            end={counted(message.locations?.length ?? 0, 'place')}
          >
            <ol className="flex flex-col gap-3">
              {placesOf(message).map((place, at) => (
                <PlaceItem
                  key={at}
                  importId=""
                  place={place}
                  startsOpen={at === (opened.place ?? 1) - 1}
                  isLinked={at + 1 === opened.place}
                  onOpen={() => onOpen({ message: message.code, place: at + 1 })}
                />
              ))}
            </ol>
          </Disclosure>
        ))}
      </ul>
    </section>
  );
}

function placesOf({ severity, detail = [], locations = [] }: Message): readonly MessagePlace[] {
  return locations.map((location, index) => ({ severity, location, detail: detail[index] }));
}
