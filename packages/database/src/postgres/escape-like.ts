/** A text as part of a LIKE pattern in which it stands for nothing but itself; Prisma's `contains` leaves this to its caller. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
