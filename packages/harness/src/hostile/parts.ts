/** Items from a function of their index. */
export function times<Item>(count: number, make: (index: number) => Item): readonly Item[] {
  return Array.from({ length: Math.max(1, Math.floor(count)) }, (_, index) => make(index));
}

/** An object from entries by index. */
export function members<Value>(count: number, make: (index: number) => readonly [string, Value]): object {
  return Object.fromEntries(times(count, make));
}

/** A text of some length. */
export function longText(length: number): string {
  return 'x'.repeat(Math.max(1, Math.floor(length)));
}

/** JSON text of a document of OpenAPI 3.1. */
export function documentOf(parts: object): string {
  return JSON.stringify({ openapi: '3.1.0', info: { title: 'Hostile', version: '1' }, paths: {}, ...parts });
}

/** The head of a YAML document of OpenAPI 3.0. */
export const yamlHead = 'openapi: 3.0.0\ninfo: {title: Hostile, version: "1"}\npaths: {}\n';

/** JSON text of a Swagger 2.0 document. */
export function swaggerOf(parts: object): string {
  return JSON.stringify({ swagger: '2.0', info: { title: 'Hostile', version: '1' }, paths: {}, ...parts });
}
