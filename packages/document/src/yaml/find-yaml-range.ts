import type yaml from 'js-yaml';
import type { TextRange } from '../places/text-range.ts';
import { createNodeFinder, skipToContent } from './find-node.ts';
import { readYamlNodes } from './yaml-nodes.ts';

/**
 * Finds the member or item that a pointer leads to in valid YAML text: from the start of its key to the end of its value. Values behind
 * aliases and merge keys are found where they are written.
 */
export function findYamlRange(
  text: string,
  tokens: readonly string[],
  options: yaml.LoadOptions,
): TextRange | undefined {
  const step = createNodeFinder(readYamlNodes(text, options))(tokens);
  if (step === undefined) return undefined;
  const start = skipToContent(text, step.offset);
  return { start, end: Math.max(start, trimEnd(text, step.node?.end ?? step.offset)) };
}

/** The parser closes a block behind the blanks and comments after it. */
function trimEnd(text: string, end: number): number {
  let at = end;
  for (;;) {
    while (at > 0 && isBlank(text.charCodeAt(at - 1))) at -= 1;
    const lineStart = text.lastIndexOf('\n', at - 1) + 1;
    if (at === 0 || !/^\s*#/.test(text.slice(lineStart, Math.min(at, lineStart + 1_000)))) return at;
    at = lineStart;
  }
}

/** Space, tab or line break. */
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}
