import { endOfString } from './scan-json.ts';

/** Reads valid JSON text from left to right without building anything. */
export interface JsonCursor {
  readonly offset: () => number;
  /** Calls `visit` with each member's key and the key's offset; it must leave the cursor behind the value. */
  eachMember(visit: (key: string, keyOffset: number) => void): void;
  /** Calls `visit` with each item's index and offset; it must leave the cursor behind the item. */
  eachItem(visit: (index: number, itemOffset: number) => void): void;
  /** What comes next: `object`, `array` or `scalar`. */
  kind(): 'object' | 'array' | 'scalar';
  skipValue(): void;
}

const quote = 0x22;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const comma = 0x2c;

export function createJsonCursor(text: string): JsonCursor {
  let at = 0;
  const skipBlank = (): void => {
    while (isBlank(text.charCodeAt(at))) at += 1;
  };
  const kind = (): 'object' | 'array' | 'scalar' => {
    skipBlank();
    return text[at] === '{' ? 'object' : text[at] === '[' ? 'array' : 'scalar';
  };
  const skipNested = (): void => {
    let depth = 0;
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === quote) at = endOfString(text, at);
      else if (code === openBrace || code === openBracket) depth += 1;
      else if (code === closeBrace || code === closeBracket) {
        depth -= 1;
        if (depth === 0) break;
      }
    }
    at += 1;
  };
  const skipValue = (): void => {
    if (kind() !== 'scalar') {
      skipNested();
    } else if (text[at] === '"') {
      at = endOfString(text, at) + 1;
    } else {
      while (at < text.length && !endsScalar(text.charCodeAt(at))) at += 1;
    }
  };
  /** Steps over the opening bracket, then over each comma; false at the closing one. */
  const step = (): boolean => {
    at += 1;
    skipBlank();
    return text[at] !== '}' && text[at] !== ']' && at < text.length;
  };
  return {
    offset: () => at,
    kind,
    skipValue,
    eachMember: (visit) => {
      kind();
      let more = step();
      while (more) {
        const keyOffset = at;
        at = endOfString(text, at) + 1;
        const key = readKey(text, keyOffset, at);
        skipBlank();
        at += 1;
        visit(key, keyOffset);
        skipBlank();
        more = text[at] === ',' && step();
      }
      at += 1;
    },
    eachItem: (visit) => {
      kind();
      let more = step();
      for (let index = 0; more; index += 1) {
        visit(index, at);
        skipBlank();
        more = text[at] === ',' && step();
      }
      at += 1;
    },
  };
}

/** RFC 8259, section 2. */
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function endsScalar(code: number): boolean {
  return code === comma || code === closeBrace || code === closeBracket || isBlank(code);
}

/** Hardly any key has an escape in it. */
function readKey(text: string, start: number, end: number): string {
  const written = text.slice(start + 1, end - 1);
  if (!written.includes('\\')) return written;
  const read: unknown = JSON.parse(text.slice(start, end));
  return String(read);
}
