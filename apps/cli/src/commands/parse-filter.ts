import { CliError } from '../cli-error.ts';

const fields = ['tags', 'paths', 'methods', 'operationIds'] as const;

type Field = (typeof fields)[number];

/** Makes the filter of an import's metadata of `field=glob` arguments. @throws CliError for one that is none. */
export function parseFilter(args: readonly string[] | undefined): { [Name in Field]?: string[] } | undefined {
  if (args === undefined) return undefined;
  const filter: { [Name in Field]?: string[] } = {};
  for (const argument of args) {
    const equals = argument.indexOf('=');
    const name = argument.slice(0, Math.max(equals, 0));
    const field = fields.find((known) => known === name);
    if (field === undefined) {
      throw new CliError(
        `${argument} is no filter: write one of ${fields.join(', ')}, "=" and a glob, as paths=/pets/**.`,
        2,
      );
    }
    filter[field] = [...(filter[field] ?? []), argument.slice(equals + 1)];
  }
  return filter;
}
