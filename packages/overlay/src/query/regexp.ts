import { RE2JS } from 're2js';
import type { StepBudget } from '../faults/step-budget.ts';

/** Instructions of compiled expressions that run in about the time of one step, for each character. */
const instructionsPerStep = 8;
const maxPatternChars = 1_000;

/** Regular expressions of queries (RFC 9485), matched in linear time. */
export class Expressions {
  readonly #compiled = new Map<string, RE2JS | undefined>();
  readonly #budget: StepBudget;

  constructor(budget: StepBudget) {
    this.#budget = budget;
  }

  /** @param whole whether the whole text has to match. @returns false for an invalid expression (RFC 9535, section 2.4.6). */
  test(pattern: string, text: string, whole: boolean): boolean {
    const expression = this.#compile(pattern);
    if (expression === undefined) return false;
    this.#budget.spend(1 + Math.ceil((text.length * expression.programSize()) / instructionsPerStep));
    const matcher = expression.matcher(text);
    return whole ? matcher.matches() : matcher.find();
  }

  #compile(pattern: string): RE2JS | undefined {
    if (this.#compiled.has(pattern)) return this.#compiled.get(pattern);
    this.#budget.spend(1_000 + pattern.length);
    const compiled = pattern.length > maxPatternChars ? undefined : compile(pattern);
    this.#compiled.set(pattern, compiled);
    return compiled;
  }
}

function compile(pattern: string): RE2JS | undefined {
  try {
    return RE2JS.compile(toRe2(pattern));
  } catch {
    return undefined;
  }
}

/** A dot matches no line break (RFC 9485, section 5.3); RE2 excludes the line feed alone. */
function toRe2(pattern: string): string {
  let text = '';
  let inClass = false;
  for (let index = 0; index < pattern.length; index += 1) {
    const char = pattern[index] ?? '';
    if (char === '\\') {
      text += char + (pattern[index + 1] ?? '');
      index += 1;
      continue;
    }
    if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    text += char === '.' && !inClass ? '[^\\n\\r]' : char;
  }
  return text;
}
