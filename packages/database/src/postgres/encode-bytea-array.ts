/** Object identifier of the type `bytea`, which never changes (pg_type.dat). */
const byteaOid = 17;

/** Of an array without elements, and of one with a dimension. */
const emptyHeadBytes = 12;
const headBytes = 20;

/**
 * Writes a parameter of type `bytea[]` in the binary format that the driver sends buffers in (`array_recv` in PostgreSQL's source): as
 * a literal, each element would have to be escaped here and parsed there, which costs ten times as much.
 */
export function encodeByteaArray(elements: readonly Uint8Array[]): Buffer {
  const length = elements.reduce((sum, element) => sum + 4 + element.length, 0);
  const encoded = Buffer.allocUnsafe(length + (elements.length === 0 ? emptyHeadBytes : headBytes));
  // Dimensions, whether there are nulls, type; then for the one dimension its length and where it begins to count.
  let at = encoded.writeInt32BE(elements.length === 0 ? 0 : 1);
  at = encoded.writeInt32BE(0, at);
  at = encoded.writeInt32BE(byteaOid, at);
  if (elements.length > 0) at = encoded.writeInt32BE(1, encoded.writeInt32BE(elements.length, at));
  for (const element of elements) {
    at = encoded.writeInt32BE(element.length, at);
    encoded.set(element, at);
    at += element.length;
  }
  return encoded;
}
