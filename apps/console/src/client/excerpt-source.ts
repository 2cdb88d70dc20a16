import { createContext, useContext } from 'react';
import { type Address, type VersionOf, versionPath } from './address.ts';
import { useImportSource } from './import-source.ts';

/** Where excerpts of a document are read from. */
export interface ExcerptSource {
  /** Identifies the document in the cache. */
  readonly key: string;
  readonly address: Address<
    | '/api/connect/v1/o/{organisation_id}/imports/{import_id}/document/excerpt'
    | '/api/connect/v1/o/{organisation_id}/connectors/{connector_id}/versions/{version}/document/excerpt'
    | '/api/connect/v1/shared/document/excerpt'
  >;
  readonly headers: Readonly<Record<string, string>>;
}

/** The source on the pages of a version; undefined where the import is the source. */
export const ExcerptSourceContext = createContext<ExcerptSource | undefined>(undefined);

/** The document of an import, or of the version that a page is about. */
export function useExcerptSource(importId: string): ExcerptSource {
  const ofVersion = useContext(ExcerptSourceContext);
  const { key, pathsOf, headers } = useImportSource();
  return ofVersion ?? { key: `${key} ${importId}`, address: pathsOf(importId)['document/excerpt'], headers };
}

/** The document of a version, which is kept longer than its import. */
export function excerptsOfVersion(of: VersionOf): ExcerptSource {
  const address = versionPath(of, '/document/excerpt');
  return { key: address, address, headers: {} };
}
