/** Object identifier of the type `bytea`. It is fixed (pg_type.dat). */
const byteaOid = 17;

/** Header sizes of an empty array and of a one-dimensional array. */
const emptyHeadBytes = 12;
const headBytes = 20;

/**
 * Encodes a parameter of type `bytea[]` in the binary format (`array_recv` in PostgreSQL's source). An array literal, whose elements are
 * escaped here and parsed by the server, takes ten times as long.
 */
export function encodeByteaArray(elements: readonly Uint8Array[]): Buffer {
  const length = elements.reduce((sum, element) => sum + 4 + element.length, 0);
  const encoded = Buffer.allocUnsafe(length + (elements.length === 0 ? emptyHeadBytes : headBytes));
  // Number of dimensions, null flag, element type; then the length and lower bound of the only dimension.
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
