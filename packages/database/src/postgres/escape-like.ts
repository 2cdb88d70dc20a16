/** Escapes a text for a LIKE pattern, where it then matches literally. Prisma's `contains` does not escape. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
