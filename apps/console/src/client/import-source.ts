import { createContext, useContext } from 'react';
import { pathOf } from './call-api.ts';
import { useOrganisation } from './use-organisation.ts';

/** Where the parts of an import are read from. */
export interface ImportSource {
  /** Identifies a source in the cache. */
  readonly key: string;
  readonly pathOf: (importId: string, ...segments: readonly string[]) => string;
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
    pathOf: (importId, ...segments) => pathOf(organisation, 'imports', importId, ...segments),
    headers: {},
  };
}

/** The import of a link. Its token goes into a header, so that it is in no log. */
export function sharedSource(token: string): ImportSource {
  return {
    key: `shared ${token}`,
    pathOf: (_importId, ...segments) =>
      ['/api/connect/v1/shared', ...segments.filter((segment) => segment !== '')].join('/'),
    headers: { 'Share-Token': token },
  };
}
