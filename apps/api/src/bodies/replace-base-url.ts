import { schemaBasePlaceholder } from '@connectory/lifecycle';

const placeholder = schemaBasePlaceholder.charCodeAt(0);

/** Puts the base URL of a version's schemas in the place of its placeholder. In UTF-8, that byte is part of no other character. */
export async function* replaceBaseUrl(
  pieces: AsyncIterable<Buffer>,
  baseUrl: string,
): AsyncGenerator<Buffer, void, undefined> {
  const base = Buffer.from(baseUrl);
  for await (const piece of pieces) {
    let start = 0;
    for (let at = piece.indexOf(placeholder); at >= 0; at = piece.indexOf(placeholder, start)) {
      if (at > start) yield piece.subarray(start, at);
      yield base;
      start = at + 1;
    }
    if (start < piece.length) yield start === 0 ? piece : piece.subarray(start);
  }
}
