import type { StoredText } from '../src/index.ts';

/** A stored text as a whole; empty when there is none. */
export async function wholeText(text: StoredText | undefined): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of text?.pieces() ?? []) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
