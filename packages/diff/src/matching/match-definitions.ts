import { type Match, matchByKeys } from './match-by-keys.ts';

/** The facts by which definitions are matched. */
export interface DefinitionIdentity {
  readonly name: string;
  /** A hash of its schema text, or the text itself. */
  readonly content: string;
}

export type DefinitionMatch = Match<'name' | 'content'>;

/** Matches definitions of two versions: by name, which is unique without regard to case, then by content. */
export function matchDefinitions(
  before: readonly DefinitionIdentity[],
  after: readonly DefinitionIdentity[],
): readonly DefinitionMatch[] {
  return matchByKeys(before, after, [
    { by: 'name', keyOf: ({ name }) => name.toLowerCase() },
    { by: 'content', keyOf: ({ content }) => content },
  ]);
}
