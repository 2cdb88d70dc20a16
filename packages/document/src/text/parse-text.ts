import type { DocumentNotice, Json, LocatePointers } from '@connectory/importer';
import type { DocumentLimits } from '../faults/document-limits.ts';
import { FaultError, locateFault } from '../faults/fault-error.ts';
import { refuseFormat } from '../formats/other-format.ts';
import { findCodeBlock, recogniseText } from '../formats/text-formats.ts';
import { findDuplicateKeys } from '../json/find-duplicate-keys.ts';
import { findSpellings } from '../json/find-spellings.ts';
import { describeBrokenJson } from '../json/describe-broken-json.ts';
import { findJsonError } from '../json/find-json-error.ts';
import { parseJson } from '../json/parse-json.ts';
import { createNotice } from '../notices/create-notice.ts';
import { duplicateKey } from '../notices/duplicate-key.ts';
import { parseYaml } from '../yaml/parse-yaml.ts';
import { checkTree, type TreeCheck } from './check-tree.ts';

/** A tree of plain JSON within the limits, with its notices. */
export interface CheckedText {
  readonly root: Json;
  readonly notices: readonly DocumentNotice[];
  readonly locate: LocatePointers;
  readonly spellings: TreeCheck['spellings'];
}

/** @throws FaultError with line and column. */
export function parseText(text: string, limits: DocumentLimits): CheckedText {
  const { root, isShared, members, hasOddNumbers = false, locate, notices } = parseEither(text, limits);
  try {
    const check = checkTree(root, isShared ? text.length : undefined, limits);
    const hasDuplicates = members !== undefined && members !== check.members;
    const duplicates = hasDuplicates ? createNotice(duplicateKey, findDuplicateKeys(text)) : [];
    const isOdd = members !== undefined && (hasOddNumbers || check.hasInexactNumbers);
    const spellings = isOdd ? findSpellings(text, root) : check.spellings;
    return { root, locate, spellings, notices: [...notices, ...check.notices, ...duplicates] };
  } catch (error) {
    throw error instanceof FaultError ? locateFault(error, locate) : error;
  }
}

/** The result of either parser. */
interface ParsedText extends Omit<CheckedText, 'spellings'> {
  /** Whether nodes may be shared or cyclic, as YAML aliases make them. */
  readonly isShared: boolean;
  /** Members of all objects as written, duplicates included; known for JSON only. */
  readonly members?: number;
  /** Whether numbers may be spelt otherwise than JavaScript spells them; known for JSON only. */
  readonly hasOddNumbers?: boolean;
}

function parseEither(text: string, limits: DocumentLimits): ParsedText {
  const json = parseJson(text, limits);
  if (json !== undefined) return { ...json, notices: [], isShared: false };
  try {
    const yaml = parseYaml(text, limits);
    // YAML takes a comment of another language for a part of the next key.
    if (isCommentedJson(text)) throw describeBrokenJson(text);
    return { ...yaml, isShared: true };
  } catch (error) {
    const isSyntax = error instanceof FaultError && error.fault.code === 'document_not_yaml';
    if (isSyntax) throw describeBroken(text, error);
    throw error;
  }
}

function isCommentedJson(text: string): boolean {
  // A text that starts with a comment may be code, such as a .proto file.
  if (!/^\s*(?:(?:\/\/[^\n]*\n|\/\*[^*]*\*\/)\s*)*[{[]/.test(text.slice(0, 20_000))) return false;
  const { offset } = findJsonError(text);
  return text.startsWith('//', offset) || text.startsWith('/*', offset);
}

/** Text that starts like JSON gets the JSON error, although it could be YAML in flow style. */
function describeBroken(text: string, error: FaultError): FaultError {
  if (/^\s*(?:\{|\[(?![\w .-]+\]\s*\n|InternetShortcut))/.test(text)) return describeBrokenJson(text);
  const isMeant = isMeantAsOpenApi.test(text.slice(0, 20_000));
  const other = isMeant ? findCodeBlock(text) : recogniseText(text);
  return other === undefined ? error : refuseFormat(other);
}

/** A line with a version: the document is OpenAPI with an error, in spite of other text in its descriptions. */
const isMeantAsOpenApi = /^["']?(?:openapi|swagger)["']?[ \t]*:/m;
