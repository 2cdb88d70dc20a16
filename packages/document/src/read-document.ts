import type { DocumentFault, ParsedDocument } from '@connectory/importer';
import { checkTree } from './check-tree.ts';
import { decodeText } from './decode-text.ts';
import { FaultError, locateFault } from './fault.ts';
import { findDuplicateKeys } from './find-duplicate-keys.ts';
import type { DocumentLimits } from './limits.ts';
import { readVersion } from './openapi-version.ts';
import { describeBrokenJson, noticeDuplicateKeys, type ParsedText, parseJson } from './parse-json.ts';
import { parseYaml } from './parse-yaml.ts';
import { locateBeforeUpgrade } from './locate-before-upgrade.ts';
import { upgradeSwagger } from './upgrade-swagger.ts';

export type ReadOutcome =
  | { readonly ok: true; readonly document: ParsedDocument }
  | { readonly ok: false; readonly fault: DocumentFault };

/**
 * Reads uploaded bytes: charset, gzip, JSON or YAML, limits, version, upgrade of Swagger 2.0. Whatever the bytes are, the outcome is a
 * document or one fault; nothing is fetched.
 */
export async function readDocument(
  bytes: Uint8Array,
  options: { readonly limits: DocumentLimits },
): Promise<ReadOutcome> {
  try {
    return { ok: true, document: await read(bytes, options.limits) };
  } catch (error) {
    if (error instanceof FaultError) return { ok: false, fault: error.fault };
    throw error;
  }
}

async function read(bytes: Uint8Array, limits: DocumentLimits): Promise<ParsedDocument> {
  const text = decodeText(bytes, limits);
  const parsed = parseText(text, limits);
  try {
    return await accept(parsed, text, limits);
  } catch (error) {
    throw error instanceof FaultError ? locateFault(error, parsed.locate) : error;
  }
}

async function accept(parsed: ParsedText, text: string, limits: DocumentLimits): Promise<ParsedDocument> {
  const check = checkTree(parsed.root, parsed.shared, limits);
  const { openapi, isSwagger2, notices: versionNotices } = readVersion(parsed.root);
  const hasDuplicates = parsed.members !== undefined && parsed.members !== check.members;
  const notices = [
    ...versionNotices,
    ...parsed.notices,
    ...check.notices,
    ...(hasDuplicates ? [noticeDuplicateKeys(findDuplicateKeys(text))] : []),
  ];
  if (!isSwagger2) return { root: parsed.root, openapi, notices, locate: parsed.locate };
  const { root, notices: upgradeNotices } = await upgradeSwagger(parsed.root);
  const locate = locateBeforeUpgrade(parsed.locate, parsed.root, root);
  return { root, openapi, notices: [...upgradeNotices, ...notices], locate };
}

function parseText(text: string, limits: DocumentLimits): ParsedText {
  const json = parseJson(text, limits);
  if (json !== undefined) return json;
  try {
    return parseYaml(text, limits);
  } catch (error) {
    // YAML's flow style looks like JSON: of a text that starts like JSON the JSON error is the one to show.
    if (error instanceof FaultError && error.fault.code === 'document_not_yaml' && /^\s*[{[]/.test(text))
      throw describeBrokenJson(text);
    throw error;
  }
}
