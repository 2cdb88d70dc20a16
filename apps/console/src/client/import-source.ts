import { createContext, useContext } from 'react';
import { type Address, addressOf, pathOf } from './address.ts';
import { useOrganisation } from './use-organisation.ts';

/** The parts of an import that a link shows, too. */
type ImportPart = 'message-groups' | 'messages' | 'edits' | 'diff' | 'document/excerpt';

type PartPaths = {
  readonly [Part in ImportPart]: Address<
    `/api/connect/v1/o/{organisation_id}/imports/{import_id}/${Part}` | `/api/connect/v1/shared/${Part}`
  >;
};

/** Where the parts of an import are read from. */
export interface ImportSource {
  /** Identifies a source in the cache. */
  readonly key: string;
  readonly pathsOf: (importId: string) => PartPaths;
  readonly headers: Readonly<Record<string, string>>;
}

/** The source of a shared import; undefined where the session's organisation is the source. */
export const SharedSourceContext = createContext<ImportSource | undefined>(undefined);

export function useImportSource(): ImportSource {
  const shared = useContext(SharedSourceContext);
  const organisation = useOrganisation();
  return shared ?? sourceOf(organisation);
}

export function sourceOf(organisation: string): ImportSource {
  return {
    key: organisation,
    pathsOf: (id) => ({
      'message-groups': pathOf(organisation, '/imports/{import_id}/message-groups', { import_id: id }),
      messages: pathOf(organisation, '/imports/{import_id}/messages', { import_id: id }),
      edits: pathOf(organisation, '/imports/{import_id}/edits', { import_id: id }),
      diff: pathOf(organisation, '/imports/{import_id}/diff', { import_id: id }),
      'document/excerpt': pathOf(organisation, '/imports/{import_id}/document/excerpt', { import_id: id }),
    }),
    headers: {},
  };
}

const sharedPaths: PartPaths = {
  'message-groups': addressOf('/api/connect/v1/shared/message-groups'),
  messages: addressOf('/api/connect/v1/shared/messages'),
  edits: addressOf('/api/connect/v1/shared/edits'),
  diff: addressOf('/api/connect/v1/shared/diff'),
  'document/excerpt': addressOf('/api/connect/v1/shared/document/excerpt'),
};

/** The import of a link. Its token goes into a header, so that it is in no log. */
export function sharedSource(token: string): ImportSource {
  return {
    key: `shared ${token}`,
    pathsOf: () => sharedPaths,
    headers: { 'Share-Token': token },
  };
}
