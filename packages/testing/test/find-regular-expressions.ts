/** A regular expression in a source file. */
export interface WrittenExpression {
  readonly source: string;
  readonly flags: string;
  readonly line: number;
}

/** What may stand before a regular expression. After anything else, a slash divides. */
const beforeExpression = /(?:[(=,:[!&|?{};>\n]|\breturn)\s*$/;

/** Tokens in which a slash begins no regular expression. Templates are skipped with all that is in them. */
const skipped = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`/y;
const expression = /\/((?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([dgimsuvy]*)(?!\w)/y;

/** Finds the regular expressions of a TypeScript source. */
export function findRegularExpressions(text: string): readonly WrittenExpression[] {
  const found: WrittenExpression[] = [];
  for (let index = 0; index < text.length; ) {
    const end = endOf(skipped, text, index);
    const match = end === undefined && text[index] === '/' ? matchAt(expression, text, index) : undefined;
    if (match !== undefined && beforeExpression.test(text.slice(Math.max(0, index - 40), index))) {
      const [all, source = '', flags = ''] = match;
      found.push({ source, flags, line: text.slice(0, index).split('\n').length });
      index += all.length;
    } else {
      index = end ?? index + 1;
    }
  }
  return found;
}

function endOf(pattern: RegExp, text: string, index: number): number | undefined {
  const match = matchAt(pattern, text, index);
  return match === undefined ? undefined : index + match[0].length;
}

function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | undefined {
  pattern.lastIndex = index;
  return pattern.exec(text) ?? undefined;
}
