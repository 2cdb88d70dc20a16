import type { DocumentNotice, Json, LocatePointers } from '@connectory/importer';
import yaml from 'js-yaml';
import type { DocumentLimits } from '../faults/document-limits.ts';
import { FaultError, shorten } from '../faults/fault-error.ts';
import { tooDeep } from '../faults/too-deep.ts';
import { createNotice } from '../notices/create-notice.ts';
import { duplicateKey } from '../notices/duplicate-key.ts';
import { yamlTagIgnored } from '../notices/yaml-tag-ignored.ts';
import { describePosition, positionAt } from '../places/position.ts';
import { showSource } from '../places/show-source.ts';
import { locateInYaml } from './locate-yaml.ts';
import { findDuplicateYamlKeys, readYamlNodes } from './yaml-nodes.ts';
import { createYamlSchema } from './yaml-schema.ts';

/** YAML text after parsing: its tree, notices, and a lookup for places in it. */
export interface ParsedYaml {
  readonly root: Json;
  readonly notices: readonly DocumentNotice[];
  readonly locate: LocatePointers;
}

/** Most keys that merging (`<<`) may copy in one document. Without a limit, few bytes could cost much time and memory. */
const maxMergedKeys = 1_000_000;

/**
 * Parses one YAML document. Aliases share their node, and scalars may be a `SpeltScalar`: the caller checks the expanded size and
 * replaces these scalars.
 * @throws FaultError for invalid YAML, several documents, or nesting above the limit.
 */
export function parseYaml(text: string, limits: DocumentLimits): ParsedYaml {
  const tags = new Set<string>();
  const options = loadOptions(limits, (tag) => tags.add(tag));
  const lenient = { ...options, json: true };
  const locate = locateInYaml(text, lenient);
  try {
    const root = loadStrictly(text, options);
    if (root !== undefined) return { root: root.value, notices: noticeTags(tags), locate };
    const duplicates = createNotice(duplicateKey, findDuplicateYamlKeys(readYamlNodes(text, lenient).root));
    const value = toJson(yaml.load(text, lenient));
    return { root: value, notices: [...duplicates, ...noticeTags(tags)], locate };
  } catch (error) {
    if (error instanceof yaml.YAMLException) throw describeBrokenYaml(error, text, limits);
    throw error;
  }
}

/** Options of the parser. @param onTag called with each tag that is ignored. */
export function loadOptions(limits: DocumentLimits, onTag: (tag: string) => void) {
  return {
    schema: createYamlSchema(onTag),
    // The parser counts the root and the keys of a mapping as two more levels.
    maxDepth: limits.maxDepth + 2,
    maxTotalMergeKeys: maxMergedKeys,
  };
}

/** @returns undefined when a mapping has a key twice. Finding those takes another pass, which few documents need. */
function loadStrictly(text: string, options: yaml.LoadOptions): { value: Json } | undefined {
  try {
    return { value: toJson(yaml.load(text, options)) };
  } catch (error) {
    if (error instanceof yaml.YAMLException && error.reason === 'duplicated mapping key') return undefined;
    throw error;
  }
}

/** The schema yields JSON values and `SpeltScalar`, which the caller replaces; an empty document is undefined. */
function toJson(value: unknown): Json {
  return value === undefined ? null : (value as Json);
}

function noticeTags(tags: ReadonlySet<string>): readonly DocumentNotice[] {
  return createNotice(
    yamlTagIgnored,
    [...tags].map((tag) => ({ pointer: '', what: `the tag ${shorten(tag, 60)}` })),
  );
}

function describeBrokenYaml(error: yaml.YAMLException, text: string, limits: DocumentLimits): FaultError {
  const { mark, reason } = error;
  if (reason.startsWith('expected a single document')) return severalDocuments(text);
  // The parser sets no mark on the error above; its types do not say so.
  const position = positionAt(text, mark.position);
  if (reason.startsWith('nesting exceeded')) return tooDeep(limits, position, [{ pointer: '', ...position }]);
  if (reason.startsWith('merge keys exceeded')) {
    const message = `The merge keys ("<<") of the document copy more than ${maxMergedKeys} members, first at ${describePosition(position)}. Use "$ref" or "allOf" in their place.`;
    return new FaultError('document_alias_bomb', message, [{ pointer: '', ...position }]);
  }
  const conflict = /^(?:<{7} |={7}$|>{7} )/m.test(text)
    ? ' The document holds unresolved merge conflicts of Git: resolve them first.'
    : '';
  const quote = openQuoteAt(text, reason);
  const offset = quote ?? mark.position;
  const place = positionAt(text, offset);
  const what = quote === undefined ? shorten(reason, 300) : 'the quote that opens there is not closed';
  const message = `The document is neither JSON nor valid YAML: at ${describePosition(place)}: ${what}.${conflict}`;
  return new FaultError('document_not_yaml', message, [{ pointer: '', ...place }], showSource(text, offset));
}

/** Where a quoted scalar starts that runs to the end of the text: at the last quote that is not escaped. */
function openQuoteAt(text: string, reason: string): number | undefined {
  const [, kind] = /^unexpected end of the stream within a (double|single) quoted scalar/.exec(reason) ?? [];
  if (kind === undefined) return undefined;
  const [quote, escape] = kind === 'double' ? ['"', '\\'] : ["'", "'"];
  let at = text.lastIndexOf(quote);
  while (at > 0 && text[at - 1] === escape) at = text.lastIndexOf(quote, at - 2);
  return at < 0 ? undefined : at;
}

function severalDocuments(text: string): FaultError {
  const separators = [...text.matchAll(/^---(?=\s|$)/gm)];
  const position = positionAt(text, separators.at(-1)?.index ?? 0);
  const message = `The file holds several YAML documents; the last one starts at ${describePosition(position)} ("---"). Upload one.`;
  return new FaultError('document_not_yaml', message, [{ pointer: '', ...position }]);
}
