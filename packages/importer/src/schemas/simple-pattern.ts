import { unicodePattern } from './regular-expression.ts';

/** Longest text that is matched. */
const maxLength = 100;

/** Quantifiers and alternatives of a pattern that is matched. */
const maxChoices = 3;

/** Steps that a match may take: each choice multiplies them by the length of the text, and so does a start anywhere in it. */
const maxSteps = 100_000;

/**
 * Whether a text matches a pattern. Only patterns are run that cannot take long: patterns are input.
 * @returns undefined for other patterns and long texts.
 */
export function matchesSimplePattern(text: string, pattern: string): boolean | undefined {
  const fitted = unicodePattern(pattern);
  if (fitted === undefined || text.length > maxLength) return undefined;
  const choices = choicesOf(fitted);
  if (choices === undefined || text.length ** (choices + (fitted.startsWith('^') ? 0 : 1)) > maxSteps) return undefined;
  return new RegExp(fitted, 'u').test(text);
}

/** The number of choices of a pattern; undefined for many, and where a group is repeated, looks around or is referred to. */
function choicesOf(pattern: string): number | undefined {
  if (pattern.length > maxLength || /\(\?|\)[*+?{]|\\[1-9k]/.test(pattern)) return undefined;
  // Escapes and classes stand for one character.
  const bare = pattern.replaceAll(/\\./gu, 'a').replaceAll(/\[[^\][]*\]/gu, 'a');
  const choices = bare.match(/[*+?{|]/g)?.length ?? 0;
  return choices <= maxChoices ? choices : undefined;
}
