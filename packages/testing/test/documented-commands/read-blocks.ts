/** A block of shell commands in a page. */
export interface CommandBlock {
  /** Page and line, such as `docs/diff.md:12`. */
  readonly place: string;
  /** Commands, each with its continued lines. */
  readonly commands: readonly string[];
}

/** Finds the blocks that are marked `sh`. */
export function readBlocks(page: string, text: string): readonly CommandBlock[] {
  return [...text.matchAll(/^```sh\n(.*?)^```/gms)].map((match) => ({
    place: `${page}:${text.slice(0, match.index).split('\n').length}`,
    commands: splitCommands(match[1] ?? ''),
  }));
}

/** A command ends at the end of a line, unless a backslash, a pipe, an open quote or a heredoc continues it. */
function splitCommands(text: string): readonly string[] {
  const commands: string[] = [];
  let open = '';
  for (const line of text.split('\n')) {
    open = open === '' ? line : `${open}\n${line}`;
    if (isContinued(open)) continue;
    if (open.trim() !== '' && !open.startsWith('#')) commands.push(open);
    open = '';
  }
  if (open !== '') throw new Error(`not complete: ${open}`);
  return commands;
}

function isContinued(command: string): boolean {
  // An apostrophe in a comment opens no text.
  const quotes = command.replaceAll(/(?<=^|\s)#.*$/gm, '').split("'").length - 1;
  return /[\\|]$/.test(command) || quotes % 2 === 1;
}
