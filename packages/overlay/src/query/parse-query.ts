import parse from 'jsonpath-rfc9535/parser';
import { checkQuery } from './check-query.ts';
import type { Query } from './query.ts';

export type ParsedQuery =
  | { readonly ok: true; readonly query: Query }
  | { readonly ok: false; readonly problem: string };

/** Characters of a query, and brackets within brackets: the parser recurses. */
const maxChars = 4_000;
const maxNesting = 50;

/** Parses a JSONPath query (RFC 9535). */
export function parseQuery(text: string): ParsedQuery {
  if (text.length > maxChars) return { ok: false, problem: `it has more than ${maxChars} characters` };
  if (nestingOf(text) > maxNesting) return { ok: false, problem: `it nests brackets more than ${maxNesting} deep` };
  try {
    const query = parse(text);
    const problem = checkQuery(query);
    return problem === undefined ? { ok: true, query } : { ok: false, problem };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message.slice(0, 300) : 'it is malformed' };
  }
}

/** Levels of brackets and parentheses. Those in quoted names count too, which does no harm. */
function nestingOf(text: string): number {
  let [depth, deepest] = [0, 0];
  for (const char of text) {
    if (char === '[' || char === '(') depth += 1;
    else if (char === ']' || char === ')') depth -= 1;
    if (depth > deepest) deepest = depth;
  }
  return deepest;
}
