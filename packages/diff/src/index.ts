export type { Match } from './matching/match-by-keys.ts';
export { type DefinitionIdentity, type DefinitionMatch, matchDefinitions } from './matching/match-definitions.ts';
export { matchOperations, type OperationIdentity, type OperationMatch } from './matching/match-operations.ts';
