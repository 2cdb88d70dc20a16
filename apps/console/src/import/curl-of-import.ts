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
  | 'organisationId'
  | 'connectorId'
  | 'version'
  | 'versionId'
  | 'schemaURL'
  | 'document'
  | 'dryRun'
  | 'metadata'
  | 'overlays'
>;

/** A command that repeats the request of an import. Its files have to be in the folder in which it runs. */
export function curlOfImport(each: Repeated, { origin, hasConnector }: Server): string {
  const root = `${origin}/api/connect/v1/o/${each.organisationId}`;
  const target = hasConnector ? `connector/${each.connectorId}/http/import` : 'protocols/http/import';
  const metadata = metadataOf(each, hasConnector);
  const { schemaURL, overlays = [], document } = each;
  const head = [
    `curl -sS ${quoteShell(`${root}/${target}`)}`,
    '-H "Authorization: Bearer $CONNECTORY_API_KEY"',
    "-H 'Prefer: wait=30'",
  ];
  if (schemaURL === undefined)
    return joinLines([
      ...head,
      `-F ${quoteShell(`file=@${document?.filename ?? 'openapi.json'}`)}`,
      ...overlays.map((name) => `-F ${quoteShell(`overlay=@${name}`)}`),
      `-F ${quoteShell(`metadata=${JSON.stringify(metadata)}`)}`,
    ]);
  const request = [...head, "-H 'Content-Type: application/json'"];
  const body = quoteShell(JSON.stringify({ schemaURL, ...metadata }));
  if (overlays.length === 0) return joinLines([...request, `-d ${body}`]);
  return `${bodyWithOverlays(body, overlays)} |\n${joinLines([...request, '-d @-'])}`;
}

function joinLines(parts: readonly string[]): string {
  return parts.join(' \\\n  ');
}

/** A command that adds the texts of files to a JSON body. */
function bodyWithOverlays(body: string, names: readonly string[]): string {
  const members = names.map((name, index) => `{name: ${JSON.stringify(name)}, content: $o${index}}`);
  return joinLines([
    `printf %s ${body} | jq`,
    ...names.map((name, index) => `--rawfile o${index} ${quoteShell(name)}`),
    quoteShell(`.overlay = [${members.join(', ')}]`),
  ]);
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
