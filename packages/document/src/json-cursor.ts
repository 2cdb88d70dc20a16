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

const structural = /["[\]{}]/g;
const scalarEnd = /[\s,\]}]|$/g;
const blank = /\s*/y;

export function createJsonCursor(text: string): JsonCursor {
  let at = 0;
  const skipBlank = (): void => {
    blank.lastIndex = at;
    blank.exec(text);
    at = blank.lastIndex;
  };
  const kind = (): 'object' | 'array' | 'scalar' => {
    skipBlank();
    return text[at] === '{' ? 'object' : text[at] === '[' ? 'array' : 'scalar';
  };
  const skipNested = (): void => {
    let depth = 0;
    structural.lastIndex = at;
    for (let match = structural.exec(text); match !== null; match = structural.exec(text)) {
      const [found] = match;
      if (found === '"') structural.lastIndex = endOfString(text, match.index) + 1;
      else if (found === '{' || found === '[') depth += 1;
      else depth -= 1;
      if (depth === 0) break;
    }
    at = structural.lastIndex;
  };
  const skipValue = (): void => {
    if (kind() !== 'scalar') {
      skipNested();
    } else if (text[at] === '"') {
      at = endOfString(text, at) + 1;
    } else {
      scalarEnd.lastIndex = at;
      at = scalarEnd.exec(text)?.index ?? text.length;
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
        const key: unknown = JSON.parse(text.slice(keyOffset, at));
        skipBlank();
        at += 1;
        visit(String(key), keyOffset);
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
