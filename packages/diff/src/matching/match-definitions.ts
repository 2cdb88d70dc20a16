import { type Match, matchByKeys } from './match-by-keys.ts';

/** What tells one definition from another. */
export interface DefinitionIdentity {
  readonly name: string;
  /** A hash of its schema's text, or the text itself. */
  readonly content: string;
}

export type DefinitionMatch = Match<'name' | 'content'>;

/** Pairs definitions of two versions: by name, which is unique without regard to case, then by content. */
export function matchDefinitions(
  before: readonly DefinitionIdentity[],
  after: readonly DefinitionIdentity[],
): readonly DefinitionMatch[] {
  return matchByKeys(before, after, [
    { by: 'name', keyOf: ({ name }) => name.toLowerCase() },
    { by: 'content', keyOf: ({ content }) => content },
  ]);
}
