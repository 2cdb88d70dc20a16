import type { DocumentFault, ParsedDocument } from '@connectory/importer';
import { bundleFiles } from '../references/bundle-files.ts';
import { decodeText, unpack } from '../text/decode-text.ts';
import { FaultError, locateFault } from '../faults/fault-error.ts';
import type { DocumentLimits } from '../faults/document-limits.ts';
import { locateBeforeUpgrade } from '../swagger/locate-before-upgrade.ts';
import { readVersion } from './openapi-version.ts';
import { type CheckedText, parseText } from '../text/parse-text.ts';
import { isTar, readTar } from '../archive/read-tar.ts';
import { isZip, readZip } from '../archive/read-zip.ts';
import { upgradeSwagger } from '../swagger/upgrade-swagger.ts';

export type ReadOutcome =
  | { readonly ok: true; readonly document: ParsedDocument }
  | { readonly ok: false; readonly fault: DocumentFault };

/**
 * Reads uploaded bytes into a parsed document: gzip, archives (ZIP, tar), charset, JSON or YAML, limits, version, upgrade of Swagger 2.0.
 * Every input gives a document or one fault. Fetches nothing. Detects formats from the bytes alone, because the names and media types of
 * uploads are often wrong.
 */
export async function readDocument(
  bytes: Uint8Array,
  options: { readonly filename?: string; readonly mediaType?: string; readonly limits: DocumentLimits },
): Promise<ReadOutcome> {
  try {
    return { ok: true, document: await read(bytes, options.limits) };
  } catch (error) {
    if (error instanceof FaultError) return { ok: false, fault: error.fault };
    throw error;
  }
}

async function read(bytes: Uint8Array, limits: DocumentLimits): Promise<ParsedDocument> {
  const parsed = await parse(unpack(bytes, limits), limits);
  try {
    return await accept(parsed);
  } catch (error) {
    throw error instanceof FaultError ? locateFault(error, parsed.locate) : error;
  }
}

async function parse(bytes: Uint8Array, limits: DocumentLimits): Promise<CheckedText> {
  if (isZip(bytes)) return bundleFiles(await readZip(bytes, limits), limits);
  if (isTar(bytes)) return bundleFiles(await readTar(bytes, limits), limits);
  return parseText(decodeText(bytes), limits);
}

async function accept(parsed: CheckedText): Promise<ParsedDocument> {
  const { openapi, isSwagger2, notices: versionNotices } = readVersion(parsed.root);
  const notices = [...versionNotices, ...parsed.notices];
  if (!isSwagger2) return { root: parsed.root, openapi, notices, locate: parsed.locate };
  const { root, notices: upgradeNotices } = await upgradeSwagger(parsed.root);
  const locate = locateBeforeUpgrade(parsed.locate, parsed.root, root);
  return { root, openapi, notices: [...upgradeNotices, ...notices], locate };
}
