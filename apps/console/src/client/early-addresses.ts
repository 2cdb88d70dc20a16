import { type Address, addressOf, pathOf } from './address.ts';

const importPage = /^\/console\/imports\/(?!new\/?$)([\w-]+)\/?$/;

/** The import whose page an address is, with all its messages. */
export function importOfPage({ pathname, search }: Pick<URL, 'pathname' | 'search'>): string | undefined {
  return new URLSearchParams(search).has('kind') ? undefined : importPage.exec(pathname)?.[1];
}

/** Addresses of what the page of an import reads first. Empty for other pages, and in a browser without a session. */
export function earlyAddresses(
  url: Pick<URL, 'pathname' | 'search'>,
  shown: string | null,
): readonly Address<string>[] {
  const importId = importOfPage(url);
  if (importId === undefined || shown === null) return [];
  const organisation = new URLSearchParams(url.search).get('organisation') ?? shown;
  return [
    addressOf('/api/connect/v1/session'),
    pathOf(organisation, '/imports/{import_id}', { import_id: importId }),
    pathOf(organisation, '/imports/{import_id}/message-groups', { import_id: importId }),
  ];
}
