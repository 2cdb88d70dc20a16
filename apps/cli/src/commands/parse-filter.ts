import { CliError } from '../errors/cli-error.ts';

const fields = ['tags', 'paths', 'methods', 'operationIds'] as const;

type Field = (typeof fields)[number];

type Filter = { [Name in Field]?: string[] };

/** Builds the operation filter of an import from `field=glob` arguments. @throws CliError for an unknown field. */
export function parseFilter(args: readonly string[] | undefined): Filter | undefined {
  if (args === undefined) return undefined;
  const filter: Filter = {};
  for (const argument of args) {
    const equals = argument.indexOf('=');
    const name = argument.slice(0, Math.max(equals, 0));
    const field = fields.find((known) => known === name);
    if (field === undefined) {
      throw new CliError(
        `"${argument}" is not a filter. Write one of ${fields.join(', ')}, "=" and a glob, for example paths=/pets/**.`,
        2,
      );
    }
    filter[field] = [...(filter[field] ?? []), argument.slice(equals + 1)];
  }
  return filter;
}
