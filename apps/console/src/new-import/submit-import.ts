import type { ImportResource, Schemas } from '@connectory/client';
import { pathOf } from '../client/address.ts';
import { importUrl } from '../client/call-api.ts';
import { upload } from '../client/upload.ts';

/** The state of the form of a new import. */
export interface ImportForm {
  readonly source: 'file' | 'url';
  readonly file?: File | undefined;
  readonly url: string;
  /** Id of the connector to import into; undefined for a new one. */
  readonly connectorId?: string | undefined;
  readonly name: string;
  readonly version: string;
  readonly replaces: boolean;
  /** Tags of the operations to import; none for all operations. */
  readonly tags: readonly string[];
}

interface Submission {
  readonly organisation: string;
  readonly form: ImportForm;
  readonly dryRun: boolean;
  readonly onProgress: (share: number) => void;
}

/** Submits an import. @throws ApiFault */
export function submitImport({ organisation, form, dryRun, onProgress }: Submission): Promise<ImportResource> {
  const { connectorId, source, file, url } = form;
  const metadata = metadataOf(form, dryRun);
  if (source === 'url' || file === undefined) {
    const body = { ...metadata, schemaURL: url.trim() };
    return importUrl({ organisationId: organisation, connectorId, body });
  }
  const body = new FormData();
  body.append('metadata', JSON.stringify(metadata));
  body.append('file', file, file.name);
  const address =
    connectorId === undefined
      ? pathOf(organisation, '/protocols/http/import')
      : pathOf(organisation, '/connector/{connector_id}/http/import', { connector_id: connectorId });
  return upload(address, body, onProgress);
}

function metadataOf(
  { connectorId, name, version, replaces, tags }: ImportForm,
  dryRun: boolean,
): Schemas['ImportHTTPConnectorMetadata'] {
  return {
    format: 'openapi',
    ...(connectorId === undefined && name.trim() !== '' ? { name: name.trim() } : {}),
    ...(version.trim() === '' ? {} : { version: version.trim() }),
    ...(replaces ? { ifExists: 'replace' } : {}),
    ...(tags.length === 0 ? {} : { include: { tags: [...tags] } }),
    ...(dryRun ? { dryRun } : {}),
  };
}
