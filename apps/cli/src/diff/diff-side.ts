import { buffer } from 'node:stream/consumers';
import path from 'node:path';
import { Readable } from 'node:stream';
import { createApiClient } from '../client/api-client.ts';
import { findDocuments } from '../check/find-documents.ts';
import { CliError } from '../errors/cli-error.ts';
import { reasonOf } from '../errors/reason-of.ts';
import type { ApiAccess } from '../client/api-client.ts';
import type { NamedSource } from './compare-documents.ts';

/** One of the two things to compare, as the user named it. */
export type DiffSide =
  | { readonly kind: 'version'; readonly connector: string; readonly version: string }
  | { readonly kind: 'url' | 'file'; readonly name: string };

/** Parses `CONNECTOR@VERSION`, a URL, or the path of a file. */
export function parseSide(text: string): DiffSide {
  if (/^https?:\/\//i.test(text)) return { kind: 'url', name: text };
  const [, connector, version] = /^([0-9A-HJKMNP-TV-Z]{26})(?:@(.+))?$/.exec(text) ?? [];
  if (connector !== undefined) return { kind: 'version', connector, version: version ?? 'latest' };
  return { kind: 'file', name: text };
}

/** Reads the document of a side. @param requireServer finds the server, for versions @throws CliError when it cannot be read */
export async function readSide(side: DiffSide, requireServer: () => Promise<ApiAccess>): Promise<NamedSource> {
  switch (side.kind) {
    case 'version': {
      const { connector, version } = side;
      const document = await createApiClient(await requireServer()).getOpenApi(connector, version, 'json');
      return bytesOf(`${connector}@${version}`, await buffer(Readable.fromWeb(document)));
    }
    case 'url':
      return bytesOf(side.name, await download(side.name));
    case 'file': {
      const [found, second] = await findDocuments([side.name]);
      if (found === undefined || second !== undefined)
        throw new CliError(`${side.name} is a folder: name one document of it.`, 2);
      return { ...found, name: side.name };
    }
  }
}

function bytesOf(name: string, bytes: Buffer): NamedSource {
  return { name, filename: path.basename(name), source: { base64: bytes.toString('base64') } };
}

async function download(url: string): Promise<Buffer> {
  const response = await fetch(url).catch((error: unknown) => {
    throw new CliError(`${url} cannot be fetched: ${reasonOf(error)}. Check the URL and the network.`);
  });
  if (!response.ok)
    throw new CliError(`${url} cannot be fetched: its server responded with ${response.status}. Check the URL.`);
  return Buffer.from(await response.arrayBuffer());
}
