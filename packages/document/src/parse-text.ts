import type { DocumentNotice, Json, LocatePointers } from '@connectory/importer';
import { checkTree } from './check-tree.ts';
import { FaultError, locateFault } from './fault.ts';
import { findDuplicateKeys } from './find-duplicate-keys.ts';
import type { DocumentLimits } from './limits.ts';
import { describeBrokenJson, noticeDuplicateKeys, type ParsedText, parseJson } from './parse-json.ts';
import { parseYaml } from './parse-yaml.ts';

/** A tree of plain JSON within the limits, and what was noticed on the way. */
export interface CheckedText {
  readonly root: Json;
  readonly notices: readonly DocumentNotice[];
  readonly locate: LocatePointers;
}

/** @throws FaultError with line and column. */
export function parseText(text: string, limits: DocumentLimits): CheckedText {
  const { root, shared, members, locate, notices } = parseEither(text, limits);
  try {
    const check = checkTree(root, shared, limits);
    const hasDuplicates = members !== undefined && members !== check.members;
    const duplicates = hasDuplicates ? [noticeDuplicateKeys(findDuplicateKeys(text))] : [];
    return { root, locate, notices: [...notices, ...check.notices, ...duplicates] };
  } catch (error) {
    throw error instanceof FaultError ? locateFault(error, locate) : error;
  }
}

function parseEither(text: string, limits: DocumentLimits): ParsedText {
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
