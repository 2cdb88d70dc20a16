import type { Arguments } from './api-client.ts';

/** Writes path, query and body as members of an object literal. Bodies pass `loose`, because clients send back what they read. */
export function writeArguments(
  given: {
    readonly [name in keyof Arguments]: Arguments[name] | undefined;
  },
): readonly string[] {
  const written = Object.entries(given).filter(([, value]) => value !== undefined);
  return written.map(([name, value]) => {
    const literal = JSON.stringify(value);
    return `${name}: ${name === 'body' ? `loose(${literal})` : literal}`;
  });
}
