/**
 * Removes the given characters from the end of a text. A regular expression such as `/x+$/` takes quadratic time: it starts
 * anew at each character of a run that does not end the text.
 */
export function trimEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** Removes the given characters from the start of a text. */
export function trimStart(text: string, characters: string): string {
  let start = 0;
  while (start < text.length && characters.includes(text.charAt(start))) start += 1;
  return text.slice(start);
}

/** Removes the given characters from both ends of a text. */
export function trimBoth(text: string, characters: string): string {
  return trimEnd(trimStart(text, characters), characters);
}
