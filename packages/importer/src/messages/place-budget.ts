/** Bytes of the listed places of an import, unless the caller sets a limit. */
const defaultMaxBytes = 64 * 1024 * 1024;

/** About as many bytes as names of members, line and column take in a place. */
const bytesPerPlace = 100;

/**
 * Returns a function that says whether a place may be listed, and takes its bytes from the budget if so. A place states its pointer
 * twice, for people and for programs.
 */
export function createPlaceBudget(
  maxBytes: number = defaultMaxBytes,
): (place: { readonly pointer: string; readonly what: string }) => boolean {
  let left = maxBytes;
  return ({ pointer, what }) => {
    if (left <= 0) return false;
    const bytes = bytesPerPlace + 2 * countJsonBytes(pointer) + countJsonBytes(what);
    if (bytes > left) {
      // Smaller places that follow are not listed either: the list ends at one place.
      left = 0;
      return false;
    }
    left -= bytes;
    return true;
  };
}

/** Approximate size of a text in JSON: bytes of UTF-8. */
function countJsonBytes(text: string): number {
  let bytes = 2;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0x20) bytes += 6;
    else if (code === 0x22 || code === 0x5c) bytes += 2;
    else if (code < 0x80) bytes += 1;
    else bytes += code < 0x800 ? 2 : 3;
  }
  return bytes;
}
