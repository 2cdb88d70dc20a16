/** Replaces NUL and lone surrogates by U+FFFD: a `text` column of PostgreSQL holds UTF-8 without U+0000. */
export function storedText(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD').toWellFormed();
}
