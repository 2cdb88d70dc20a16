import { unicodePattern } from './regular-expression.ts';

/** Longest text that is matched. */
const maxLength = 100;

/** Quantifiers and alternatives of a pattern that is matched: each multiplies the time by the length of the text. */
const maxChoices = 3;

/**
 * Whether a text matches a pattern. Only patterns are run that cannot take long: patterns are input.
 * @returns undefined for other patterns and long texts.
 */
export function matchesSimplePattern(text: string, pattern: string): boolean | undefined {
  const fitted = unicodePattern(pattern);
  if (fitted === undefined || text.length > maxLength || !isSimple(fitted)) return undefined;
  return new RegExp(fitted, 'u').test(text);
}

/** No group is repeated, looks around or is referred to, and there are few choices. */
function isSimple(pattern: string): boolean {
  if (pattern.length > maxLength || /\(\?|\)[*+?{]|\\[1-9k]/.test(pattern)) return false;
  // Escapes and classes stand for one character.
  const bare = pattern.replaceAll(/\\./gu, 'a').replaceAll(/\[[^\][]*\]/gu, 'a');
  return (bare.match(/[*+?{|]/g) ?? []).length <= maxChoices;
}
