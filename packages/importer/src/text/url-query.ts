/** Whether a URL has a query or a fragment. Names of variables in braces may contain the characters that start them. */
export function hasQuery(url: string): boolean {
  return /[?#]/.test(url.replace(/\{[^{}]*\}/g, ''));
}
