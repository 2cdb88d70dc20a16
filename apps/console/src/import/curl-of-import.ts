import type { ImportResource } from '@connectory/client';
import { quoteShell } from '../format/shell.ts';

interface Server {
  /** Scheme, host and port of the service. */
  readonly origin: string;
  /** Whether the connector of the import exists, so that the request goes into it. */
  readonly hasConnector: boolean;
}

type Repeated = Pick<
  ImportResource,
  'organisationId' | 'connectorId' | 'version' | 'versionId' | 'schemaURL' | 'document' | 'dryRun' | 'metadata'
>;

/** A command that repeats the request of an import. The file has to be in the folder in which it runs. */
export function curlOfImport(each: Repeated, { origin, hasConnector }: Server): string {
  const root = `${origin}/api/connect/v1/o/${each.organisationId}`;
  const target = hasConnector ? `connector/${each.connectorId}/http/import` : 'protocols/http/import';
  const metadata = metadataOf(each, hasConnector);
  const options =
    each.schemaURL === undefined
      ? [
          `-F ${quoteShell(`file=@${each.document?.filename ?? 'openapi.json'}`)}`,
          `-F ${quoteShell(`metadata=${JSON.stringify(metadata)}`)}`,
        ]
      : [
          `-H 'Content-Type: application/json'`,
          `-d ${quoteShell(JSON.stringify({ schemaURL: each.schemaURL, ...metadata }))}`,
        ];
  return [
    `curl -sS ${quoteShell(`${root}/${target}`)}`,
    '-H "Authorization: Bearer $CONNECTORY_API_KEY"',
    "-H 'Prefer: wait=30'",
    ...options,
  ].join(' \\\n  ');
}

/** A version that the import has made is there already: it is replaced, if it is a draft. */
function metadataOf({ version, versionId, dryRun, metadata = {} }: Repeated, hasConnector: boolean): object {
  const { name, ...others } = metadata;
  return {
    format: 'openapi',
    ...(version === undefined ? {} : { version }),
    ...(hasConnector || name === undefined ? {} : { name }),
    ...(versionId !== undefined && hasConnector ? { ifExists: 'replace' } : {}),
    ...others,
    ...(dryRun === true ? { dryRun } : {}),
  };
}
