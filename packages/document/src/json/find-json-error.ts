export interface JsonError {
  readonly offset: number;
  /** The token that JSON allows there, for a message. */
  readonly expected: string;
}

/**
 * Finds the first character at which a text stops being JSON, and the token expected there. V8 reports this for some errors only.
 * A state machine without recursion, so that nesting cannot overflow the stack.
 */
export function findJsonError(text: string): JsonError {
  const open: ('object' | 'array')[] = [];
  let expect: 'value' | 'first-item' | 'first-key' | 'key' | 'colon' | 'next' = 'value';
  let at = 0;
  for (;;) {
    at = skipBlank(text, at);
    const char = text[at];
    const top = open.at(-1);
    if (expect === 'next' && top === undefined) {
      if (char === undefined) return { offset: at, expected: 'nothing' };
      return { offset: at, expected: 'the end of the document' };
    }
    if (expect === 'colon') {
      if (char !== ':') return { offset: at, expected: 'a colon after the key' };
      at += 1;
      expect = 'value';
    } else if (expect === 'next') {
      const close = top === 'object' ? '}' : ']';
      if (char === close) open.pop();
      else if (char !== ',') return { offset: at, expected: `a comma or ${close}` };
      at += 1;
      if (char === ',') expect = top === 'object' ? 'key' : 'value';
    } else if (expect === 'first-key' && char === '}') {
      open.pop();
      at += 1;
      expect = 'next';
    } else if (expect === 'first-key' || expect === 'key') {
      if (char !== '"') return { offset: at, expected: 'a key in double quotes' };
      const end = endOfToken(text, at);
      if (end < 0) return { offset: -end, expected: 'a character that a string may hold, or its end,' };
      at = end;
      expect = 'colon';
    } else if (expect === 'first-item' && char === ']') {
      open.pop();
      at += 1;
      expect = 'next';
    } else if (char === '{' || char === '[') {
      open.push(char === '{' ? 'object' : 'array');
      at += 1;
      expect = char === '{' ? 'first-key' : 'first-item';
    } else {
      const end = endOfToken(text, at);
      if (end === at) return { offset: at, expected: 'a value' };
      if (end < 0) return { offset: -end, expected: 'a character that a string may hold, or its end,' };
      at = end;
      expect = 'next';
    }
  }
}

function skipBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\r\n'.includes(text.charAt(at))) at += 1;
  return at;
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /true|false|null/y;
const plainPart = /[^"\\\u0000-\u001f]*/y;
const escapeSequence = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** @returns the offset behind the scalar at `at`; `at` when there is none; for a broken string, minus the offset of the fault. */
function endOfToken(text: string, at: number): number {
  if (text[at] !== '"') return matchEnd(number, text, at) ?? matchEnd(word, text, at) ?? at;
  let end = at + 1;
  // Part by part: one expression for the whole string overflows the stack on a long one.
  for (;;) {
    end = matchEnd(plainPart, text, end) ?? end;
    if (text[end] === '"') return end + 1;
    const behind = matchEnd(escapeSequence, text, end);
    if (behind === undefined) return -end;
    end = behind;
  }
}

function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) === null ? undefined : pattern.lastIndex;
}
