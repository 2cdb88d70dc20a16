/** The type's object identifier, which never changes (pg_type.dat). */
const textOid = 25;

/**
 * Writes texts as a parameter of type `text[]`, in the binary format that the driver sends buffers in (`array_recv` in PostgreSQL's
 * source): as a literal, each text would have to be escaped here and parsed there, which costs ten times as much.
 */
export function encodeTextArray(texts: readonly string[]): Buffer {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const encoded = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 4 + length, texts.length === 0 ? 12 : 20));
  // Dimensions, whether there are nulls, type; then for the one dimension its length and where it begins to count.
  let at = encoded.writeInt32BE(texts.length === 0 ? 0 : 1);
  at = encoded.writeInt32BE(0, at);
  at = encoded.writeInt32BE(textOid, at);
  if (texts.length > 0) at = encoded.writeInt32BE(1, encoded.writeInt32BE(texts.length, at));
  texts.forEach((text, index) => {
    at = encoded.writeInt32BE(lengths[index] ?? 0, at);
    at += encoded.write(text, at);
  });
  return encoded;
}
