/** Facts about JSON text that `JSON.parse` does not report. */
export interface JsonScan {
  readonly depth: number;
  /** Members of all objects, duplicates included. */
  readonly members: number;
  /** Offset at which the depth was first exceeded, or -1. */
  readonly tooDeepAt: number;
}

const quote = 0x22;
const colon = 0x3a;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/** Measures nesting and members of JSON text, valid or not, in one pass. Stops at the first level above `maxDepth`. */
export function scanJson(text: string, maxDepth: number): JsonScan {
  let depth = 0;
  let deepest = 0;
  let members = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case quote:
        at = endOfString(text, at);
        break;
      case colon:
        members += 1;
        break;
      case openBrace:
      case openBracket:
        depth += 1;
        if (depth > deepest) deepest = depth;
        if (depth > maxDepth) return { depth, members, tooDeepAt: at };
        break;
      case closeBrace:
      case closeBracket:
        depth -= 1;
        break;
    }
  }
  return { depth: deepest, members, tooDeepAt: -1 };
}

/** The offset of the closing quote of the string that opens at `at`, or the end of the text. */
export function endOfString(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === 0x5c) escapes += 1;
    if (escapes % 2 === 0) return end;
  }
  return text.length;
}
