/** Reads the header in which Prism names violations. @returns one `<place>: <keyword>` for each */
export function readViolations(headers: Headers): readonly string[] {
  const header = headers.get('sl-violations');
  if (header === null) return [];
  // Prism truncates a long list, behind a text.
  if (!header.startsWith('[')) return [header];
  const violations: readonly { location: readonly string[]; code: string | number }[] = JSON.parse(header);
  return violations.map(({ location, code }) => `${location.join('.')}: ${code}`);
}
