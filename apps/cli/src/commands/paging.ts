import type { Command } from 'commander';
import { commandName } from '../output/command-name.ts';
import { CliError } from '../errors/cli-error.ts';

export interface PagingOptions {
  readonly first: string;
  readonly after?: string;
}

const maxFirst = 1000;

/** Adds the options of a command that lists a page. */
export function addPaging(command: Command): Command {
  return command
    .option('--first <count>', `number of rows, up to ${maxFirst}`, '50')
    .option('--after <cursor>', 'continue behind an earlier page');
}

/** @throws CliError for a wrong count. */
export function readPaging({ first, after }: PagingOptions): URLSearchParams {
  if (!/^[1-9]\d{0,3}$/.test(first) || Number(first) > maxFirst)
    throw new CliError(`--first must be a number from 1 to ${maxFirst}.`, 2);
  const query = new URLSearchParams({ first });
  if (after !== undefined) query.set('after', after);
  return query;
}

interface Page {
  readonly totalCount: number;
  readonly next?: string | undefined;
}

/** The server counts long lists up to this number. */
const maxCounted = 10_000;

/** Says how many rows there are, and how to get the next ones. Empty when all are shown. */
export function describePage(name: string, shown: number, page: Page, options: PagingOptions): string {
  if (page.next === undefined) return options.after === undefined ? '' : `the last of ${page.totalCount} ${name}\n`;
  const filters = Object.entries(options).filter(([key]) => key !== 'after' && key !== 'json');
  const repeated = filters.map(([key, value]) => ` --${key} ${String(value)}`).join('');
  const next = `${commandName()} ${name}${repeated} --after ${page.next}`;
  const total = page.totalCount === maxCounted ? `${maxCounted} or more` : page.totalCount;
  return `${shown} of ${total} ${name}. The next ones: ${next}\n`;
}
