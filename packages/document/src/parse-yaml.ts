import type { Json } from '@connectory/importer';
import yaml from 'js-yaml';
import { describePosition, FaultError } from './fault.ts';
import { locateInYaml } from './locate-yaml.ts';
import type { DocumentLimits } from './limits.ts';
import { type ParsedText, tooDeep } from './parse-json.ts';

/**
 * YAML 1.2's core schema, so that `on`, `yes` and dates stay strings, with the merge keys of 1.1 that real documents use.
 */
const schema = yaml.CORE_SCHEMA.extend({ implicit: [mergeType()] });

function mergeType(): yaml.Type {
  return new yaml.Type('tag:yaml.org,2002:merge', {
    kind: 'scalar',
    resolve: (data: unknown) => data === '<<' || data === null,
  });
}

function loadOptions(maxDepth: number): yaml.LoadOptions {
  // The parser counts the top as a level, and a mapping's keys as another.
  const options = { schema, json: true, maxDepth: maxDepth + 2 };
  return options;
}

/**
 * Parses one YAML document. Aliases share the node that they name: the caller checks what that amounts to.
 * @throws FaultError when it is no YAML, holds several documents, or nests deeper than allowed.
 */
export function parseYaml(text: string, limits: DocumentLimits): ParsedText {
  try {
    const root = yaml.load(text, loadOptions(limits.maxDepth));
    return { root: toJson(root), notices: [], locate: locateInYaml(text, loadOptions(limits.maxDepth)), shared: true };
  } catch (error) {
    if (error instanceof yaml.YAMLException) throw describeBrokenYaml(error, limits);
    throw error;
  }
}

/** js-yaml's core schema yields nothing but JSON values, NaN and infinities (checked by the caller), and undefined for an empty document. */
function toJson(value: unknown): Json {
  return value === undefined ? null : (value as Json);
}

function describeBrokenYaml(error: yaml.YAMLException, limits: DocumentLimits): FaultError {
  const { mark } = error;
  if (error.reason.startsWith('nesting exceeded')) {
    return tooDeep(limits, describePosition({ line: mark.line + 1, column: mark.column + 1 }));
  }
  if (mark === undefined || mark === null) {
    const several = /single document/.test(error.message);
    const advice = several ? 'It holds several documents, separated by "---": upload one.' : error.reason;
    return new FaultError('document_not_yaml', `The document is neither JSON nor valid YAML: ${advice}`);
  }
  const position = { line: mark.line + 1, column: mark.column + 1 };
  const message = `The document is neither JSON nor valid YAML: at ${describePosition(position)}: ${error.reason}.`;
  return new FaultError('document_not_yaml', message, [{ pointer: '', ...position }]);
}
