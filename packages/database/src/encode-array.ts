/** Object identifiers of types, which never change (pg_type.dat). */
const typeOids = { text: 25, bytea: 17 };

/**
 * Writes a parameter of type `text[]` or `bytea[]` in the binary format that the driver sends buffers in (`array_recv` in PostgreSQL's
 * source): as a literal, each element would have to be escaped here and parsed there, which costs ten times as much.
 */
export function encodeArray(type: 'text' | 'bytea', elements: readonly (string | Uint8Array)[]): Buffer {
  const lengths = elements.map((element) =>
    typeof element === 'string' ? Buffer.byteLength(element) : element.length,
  );
  const headLength = elements.length === 0 ? 12 : 20;
  const encoded = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 4 + length, headLength));
  // Dimensions, whether there are nulls, type; then for the one dimension its length and where it begins to count.
  let at = encoded.writeInt32BE(elements.length === 0 ? 0 : 1);
  at = encoded.writeInt32BE(0, at);
  at = encoded.writeInt32BE(typeOids[type], at);
  if (elements.length > 0) at = encoded.writeInt32BE(1, encoded.writeInt32BE(elements.length, at));
  elements.forEach((element, index) => {
    at = encoded.writeInt32BE(lengths[index] ?? 0, at);
    if (typeof element === 'string') encoded.write(element, at);
    else encoded.set(element, at);
    at += lengths[index] ?? 0;
  });
  return encoded;
}
