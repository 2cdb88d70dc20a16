/** A text as a column can hold it: PostgreSQL's text is UTF-8 without U+0000, so NUL and lone surrogates become U+FFFD. */
export function storedText(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD').toWellFormed();
}
