/** A command of the palette. */
export interface Command {
  readonly id: string;
  readonly group:
    | 'Found in this version'
    | 'Connectors'
    | 'Imports'
    | 'Found in all versions'
    | 'Search'
    | 'Pages'
    | 'Actions';
  readonly title: string;
  readonly detail?: string;
  /** The role that it needs, where that of the session does not allow it. */
  readonly needs?: string;
  readonly run: () => void;
}

/** The commands that have all words of a text in title, detail or group. */
export function matchingCommands(commands: readonly Command[], text: string): readonly Command[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter(({ title, detail = '', group }) => {
    const searched = `${title} ${detail} ${group}`.toLowerCase();
    return words.every((word) => searched.includes(word));
  });
}
