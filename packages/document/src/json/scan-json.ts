/** Facts about JSON text that `JSON.parse` does not report. */
export interface JsonScan {
  readonly depth: number;
  /** Members of all objects, duplicates included. */
  readonly members: number;
  /** Offset at which the depth was first exceeded, or -1. */
  readonly tooDeepAt: number;
  /** Whether a number with a fraction or an exponent is spelt otherwise than JavaScript spells it, such as `1.10`. */
  readonly hasOddNumbers: boolean;
}

const quote = 0x22;
const colon = 0x3a;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const dot = 0x2e;
const smallE = 0x65;
const capitalE = 0x45;

/** Measures nesting and members of JSON text, valid or not, in one pass. Stops at the first level above `maxDepth`. */
export function scanJson(text: string, maxDepth: number): JsonScan {
  let depth = 0;
  let deepest = 0;
  let members = 0;
  let hasOddNumbers = false;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case quote:
        at = endOfString(text, at);
        break;
      case colon:
        members += 1;
        break;
      case dot:
      case smallE:
      case capitalE:
        hasOddNumbers ||= isInOddNumber(text, at);
        break;
      case openBrace:
      case openBracket:
        depth += 1;
        if (depth > deepest) deepest = depth;
        if (depth > maxDepth) return { depth, members, tooDeepAt: at, hasOddNumbers };
        break;
      case closeBrace:
      case closeBracket:
        depth -= 1;
        break;
    }
  }
  return { depth: deepest, members, tooDeepAt: -1, hasOddNumbers };
}

/** Longest number that is looked at. Without a limit, many dots in invalid text would take quadratic time. */
const maxNumber = 40;

/** Whether the character at an offset is in a number that is spelt oddly. The `e` of `true` is in none. */
function isInOddNumber(text: string, at: number): boolean {
  const first = Math.max(0, at - maxNumber);
  let start = at;
  while (start > first && '-+.0123456789'.includes(text[start - 1] ?? ' ')) start -= 1;
  if (start === at) return false;
  const number = text.slice(start, at) + (/^[-+\d.eE]*/.exec(text.slice(at, at + maxNumber))?.[0] ?? '');
  return number !== String(Number(number));
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
