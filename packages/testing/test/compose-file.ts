import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A service of docker-compose.yml, after anchors and merges. */
export interface ComposeService {
  readonly image?: string;
  readonly build?: string;
  readonly command?: readonly string[];
  readonly environment?: { readonly [name: string]: string };
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly [name: string]: unknown;
}

const file = new URL('../../../docker-compose.yml', import.meta.url);

/** Reads the services of docker-compose.yml as Compose does. @param variables for `${NAME}`; without them, the texts stay as they are */
export function readComposeServices(variables?: { readonly [name: string]: string }): {
  readonly [name: string]: ComposeService;
} {
  const { services }: { services: { [name: string]: ComposeService } } = parse(readFileSync(file, 'utf8'), {
    merge: true,
    reviver: (_key, value: unknown) =>
      typeof value === 'string' && variables !== undefined ? interpolate(value, variables) : value,
  });
  return services;
}

/** A variable that the file uses. */
export interface ComposeVariable {
  readonly name: string;
  readonly required: boolean;
  readonly fallback: string;
}

const variablePattern = /\$(?:\$|\{(\w+)(?::([-?])([^}]*))?\})/g;

/** @throws Error for a required variable that has no value */
function interpolate(text: string, variables: { readonly [name: string]: string }): string {
  return text.replace(variablePattern, (_whole, name?: string, operator?: string, rest = '') => {
    if (name === undefined) return '$';
    const value = variables[name];
    if (value !== undefined && value !== '') return value;
    if (operator === '-') return String(rest);
    throw new Error(`${name} has no value`);
  });
}

export function listComposeVariables(): readonly ComposeVariable[] {
  return [...readFileSync(file, 'utf8').matchAll(variablePattern)].flatMap(([, name, operator, rest = '']) =>
    name === undefined ? [] : [{ name, required: operator !== '-', fallback: rest }],
  );
}
