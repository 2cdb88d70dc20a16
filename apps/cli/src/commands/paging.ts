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
  /** Undefined where rows are not counted. */
  readonly totalCount?: number | undefined;
  readonly next?: string | undefined;
}

/** The server counts long lists up to this number. */
const maxCounted = 10_000;

interface List {
  /** The words behind `connectory`. */
  readonly command: string;
  /** What is listed. Default: the command. */
  readonly rows?: string;
}

/** Says how many rows there are, and how to get the next ones. Empty when all are shown. */
export function describePage({ command, rows = command }: List, shown: number, page: Page, options: PagingOptions) {
  const { totalCount, next } = page;
  const total = totalCount === maxCounted ? `${maxCounted} or more` : totalCount;
  const counted = total === undefined ? '' : ` of ${total}`;
  if (next === undefined) return options.after === undefined ? '' : `the last${counted} ${rows}\n`;
  const again = [commandName(), command, ...repeatOptions(options), '--after', next].join(' ');
  return `${shown}${counted} ${rows}. The next ones: ${again}\n`;
}

/** The options of a command as the user wrote them, but for those of a page. */
function repeatOptions(options: PagingOptions): readonly string[] {
  const filters = Object.entries(options).filter(([name]) => name !== 'after' && name !== 'json');
  return filters.flatMap(([name, value]) => (value === true ? [`--${name}`] : [`--${name}`, quote(String(value))]));
}

/** Quotes a text for a shell, where it needs that. */
function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
