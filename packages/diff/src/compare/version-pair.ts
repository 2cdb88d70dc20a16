import type { DefinitionContent, VersionContent } from '../content/version-content.ts';
import { type DefinitionUses, findDefinitionUses } from '../graph/definition-uses.ts';
import type { Json } from '@connectory/json';
import { type DefinitionMatch, matchDefinitions } from '../matching/match-definitions.ts';
import { definitionRules } from '../rules/definition-rules.ts';
import type { BodyLookup } from './compare-bodies.ts';
import { compareSchemas, type SchemaLookup } from './compare-schemas.ts';
import { bothSides, type Finding } from '../findings/finding.ts';
import { createSameValues } from './same-values.ts';

/** Two versions, and how what refers to definitions of one finds them in the other. */
export interface VersionPair extends SchemaLookup, BodyLookup {
  readonly before: VersionContent;
  readonly after: VersionContent;
  readonly uses: { readonly before: DefinitionUses; readonly after: DefinitionUses };
  readonly definitionMatches: readonly DefinitionMatch[];
  compareMatched(match: DefinitionMatch): readonly Finding[];
}

/** Keywords and members looked at in all before comparing behind references that differ is given up. */
const maxLooks = 5_000_000;

export function createVersionPair(before: VersionContent, after: VersionContent): VersionPair {
  const definitionMatches = matchDefinitions(before.definitions.map(identityOf), after.definitions.map(identityOf));
  const laterNames = new Map(
    definitionMatches.map((match) => [
      before.definitions[match.before]?.name ?? '',
      after.definitions[match.after]?.name ?? '',
    ]),
  );
  const schemas = { before: createSchemas(before.definitions), after: createSchemas(after.definitions) };
  const nameOf: SchemaLookup['nameOf'] = (reference, version) => {
    const name = wholeDefinition(reference);
    if (name === undefined || !schemas[version].has(name)) return undefined;
    return version === 'after' ? name : (laterNames.get(name) ?? gone(name));
  };
  const values = createSameValues((reference) => toLater(reference, laterNames));
  const uses = { before: findDefinitionUses(before), after: findDefinitionUses(after) };
  const lookup: SchemaLookup = {
    values,
    nameOf,
    schemaOf: (reference, version) => {
      const name = wholeDefinition(reference);
      return name === undefined ? undefined : schemas[version].get(name);
    },
    budget: { left: maxLooks },
  };
  const compared = new Map<string, readonly Finding[]>();
  return {
    ...lookup,
    before,
    after,
    uses,
    definitionMatches,
    laterName: (name) => laterNames.get(name),
    compareDefinitions: (old, next) => {
      const key = `${old} ${next}`;
      const known = compared.get(key);
      if (known !== undefined) return known;
      const findings = compareSchemas(schemas.before.get(old) ?? {}, schemas.after.get(next) ?? {}, lookup);
      compared.set(key, findings);
      return findings;
    },
    compareMatched: (match) => {
      const [old, next] = [before.definitions[match.before], after.definitions[match.after]];
      if (old === undefined || next === undefined) return [];
      const areBodies = uses.before.isBody(match.before) && uses.after.isBody(match.after);
      return [
        ...compareNames(old, next),
        ...(areBodies ? compareMediaTypes(old, next) : []),
        ...compareTexts(old, next, schemas, lookup),
      ];
    },
  };
}

function identityOf({ name, schema }: DefinitionContent) {
  return { name, content: schema };
}

interface Schemas {
  has(name: string): boolean;
  get(name: string): Json | undefined;
}

/** Parses a schema when it is first asked for. */
function createSchemas(definitions: readonly DefinitionContent[]): Schemas {
  const texts = new Map(definitions.map(({ name, schema }) => [name, schema]));
  const parsed = new Map<string, Json>();
  return {
    has: (name) => texts.has(name),
    get: (name) => {
      const text = texts.get(name);
      if (text === undefined || parsed.has(name)) return parsed.get(name);
      const schema: Json = JSON.parse(text);
      parsed.set(name, schema);
      return schema;
    },
  };
}

function compareTexts(
  old: DefinitionContent,
  next: DefinitionContent,
  schemas: { before: Schemas; after: Schemas },
  lookup: SchemaLookup,
): readonly Finding[] {
  // The same text means the same: a reference to another definition of the same name leads to one that is taken for the same.
  if (old.schema === next.schema) return [];
  return compareSchemas(schemas.before.get(old.name) ?? {}, schemas.after.get(next.name) ?? {}, lookup);
}

function compareNames(old: DefinitionContent, next: DefinitionContent): readonly Finding[] {
  return old.name === next.name ? [] : [found(definitionRules.renamed, '/name', old.name, next.name)];
}

function compareMediaTypes(old: DefinitionContent, next: DefinitionContent): readonly Finding[] {
  const removed = old.accept.filter((type) => !next.accept.includes(type));
  const added = next.accept.filter((type) => !old.accept.includes(type));
  return [
    ...removed.map((type) => found(definitionRules.mediaTypeRemoved, '/accept', type, undefined)),
    ...added.map((type) => found(definitionRules.mediaTypeAdded, '/accept', undefined, type)),
  ];
}

function found(rule: Finding['rule'], at: string, before: Json | undefined, after: Json | undefined): Finding {
  return { rule, at, sides: bothSides, flipped: false, before, after };
}

const reference = /^([A-Za-z0-9_-]+)\.json(#.*)?$/;

/** The name of the definition that a reference leads to as a whole: `Pet.json`, and not `Pet.json#/properties/tag`. */
function wholeDefinition(text: string): string | undefined {
  const [, name, fragment] = reference.exec(text) ?? [];
  return fragment === undefined || fragment === '#' ? name : undefined;
}

function toLater(text: string, laterNames: ReadonlyMap<string, string>): string {
  const [, name, fragment = ''] = reference.exec(text) ?? [];
  return name === undefined ? text : `${laterNames.get(name) ?? gone(name)}.json${fragment}`;
}

/** No definition of the later version is called like this. */
function gone(name: string): string {
  return `\u0000${name}`;
}
