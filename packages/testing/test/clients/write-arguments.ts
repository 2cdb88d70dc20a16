import type { Arguments } from './api-client.ts';

/** Writes path, query and body as members of an object literal. */
export function writeArguments(
  given: { readonly [name in keyof Arguments]: Arguments[name] | undefined },
): readonly string[] {
  const written = Object.entries(given).filter(([, value]) => value !== undefined);
  return written.map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
}
