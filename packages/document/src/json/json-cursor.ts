import { endOfString } from './scan-json.ts';

export type JsonKind = 'object' | 'array' | 'scalar';

const quote = 0x22;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const comma = 0x2c;

/** Reads valid JSON text from left to right without building a tree. */
export class JsonCursor {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get offset(): number {
    return this.#at;
  }

  /** The kind of the next value. Skips the blanks before it. */
  kind(): JsonKind {
    this.#skipBlanks();
    const char = this.#text[this.#at];
    return char === '{' ? 'object' : char === '[' ? 'array' : 'scalar';
  }

  /** Calls `visit` with the key of each member and the key's offset. `visit` must move the cursor behind the value. */
  eachMember(visit: (key: string, keyOffset: number) => void): void {
    const text = this.#text;
    this.#skipBlanks();
    for (let more = this.#step(); more; more = this.#next()) {
      const keyOffset = this.#at;
      this.#at = endOfString(text, keyOffset) + 1;
      const key = readKey(text, keyOffset, this.#at);
      this.#skipBlanks();
      this.#at += 1;
      visit(key, keyOffset);
    }
    this.#at += 1;
  }

  /** Calls `visit` with the index and offset of each item. `visit` must move the cursor behind the item. */
  eachItem(visit: (index: number, itemOffset: number) => void): void {
    this.#skipBlanks();
    let index = 0;
    for (let more = this.#step(); more; more = this.#next()) {
      visit(index, this.#at);
      index += 1;
    }
    this.#at += 1;
  }

  skipValue(): void {
    const text = this.#text;
    if (this.kind() !== 'scalar') {
      this.#skipNested();
    } else if (text[this.#at] === '"') {
      this.#at = endOfString(text, this.#at) + 1;
    } else {
      while (this.#at < text.length && !endsScalar(text.charCodeAt(this.#at))) this.#at += 1;
    }
  }

  #skipBlanks(): void {
    while (isBlank(this.#text.charCodeAt(this.#at))) this.#at += 1;
  }

  /** Steps over a comma to the next member or item. @returns false at the closing bracket. */
  #next(): boolean {
    this.#skipBlanks();
    return this.#text[this.#at] === ',' && this.#step();
  }

  /** Steps over the opening bracket or a comma. @returns false at the closing bracket. */
  #step(): boolean {
    this.#at += 1;
    this.#skipBlanks();
    const char = this.#text[this.#at];
    return char !== '}' && char !== ']' && char !== undefined;
  }

  #skipNested(): void {
    const text = this.#text;
    let depth = 0;
    let at = this.#at;
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === quote) at = endOfString(text, at);
      else if (code === openBrace || code === openBracket) depth += 1;
      else if (code === closeBrace || code === closeBracket) {
        depth -= 1;
        if (depth === 0) break;
      }
    }
    this.#at = at + 1;
  }
}

/** RFC 8259, section 2. */
function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function endsScalar(code: number): boolean {
  return code === comma || code === closeBrace || code === closeBracket || isBlank(code);
}

/** Parses a key only when it has an escape, which is rare. */
function readKey(text: string, start: number, end: number): string {
  const written = text.slice(start + 1, end - 1);
  if (!written.includes('\\')) return written;
  const read: unknown = JSON.parse(text.slice(start, end));
  return String(read);
}
