/** The JSON Pointer in a URI fragment. A text that is not percent-encoded stays as it is. */
export function decodeFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
