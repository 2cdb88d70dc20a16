/**
 * The address of a page of the web console. It names the organisation, because an operator's browser may show another one.
 * @param segments are encoded.
 */
export function consolePage(baseUrl: string, organisationId: string, ...segments: readonly string[]): string {
  const path = segments.map(encodeURIComponent).join('/');
  return `${baseUrl}/console/${path}?organisation=${organisationId}`;
}
