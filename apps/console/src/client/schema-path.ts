/** The address by which this browser reaches a schema. It may differ from the one that the service knows. */
export function schemaPath(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}
