import type { DefinitionContent, VersionContent } from '../content/version-content.ts';
import { type DefinitionUses, findDefinitionUses } from '../graph/definition-uses.ts';
import type { Json } from '@connectory/json';
import { type DefinitionMatch, matchDefinitions } from '../matching/match-definitions.ts';
import { definitionRules } from '../rules/definition-rules.ts';
import type { BodyLookup, CompareDefinitions } from './compare-bodies.ts';
import { createExtrasLookup } from './extras-lookup.ts';
import { compareSchemas, type SchemaLookup } from './compare-schemas.ts';
import { bothSides, type Finding } from '../findings/finding.ts';
import { createSameValues } from './same-values.ts';

/** Two versions, with the means to compare their definitions. */
export interface VersionPair extends SchemaLookup, BodyLookup {
  readonly before: VersionContent;
  readonly after: VersionContent;
  readonly uses: { readonly before: DefinitionUses; readonly after: DefinitionUses };
  readonly definitionMatches: readonly DefinitionMatch[];
  compareMatched(match: DefinitionMatch): readonly Finding[];
}

/** Budget for comparing behind references that differ, in keywords and members visited. */
const maxVisits = 5_000_000;

interface SchemasOfPair {
  readonly before: Schemas;
  readonly after: Schemas;
}

export function createVersionPair(before: VersionContent, after: VersionContent): VersionPair {
  const definitionMatches = matchDefinitions(before.definitions.map(identityOf), after.definitions.map(identityOf));
  const laterNames = new Map(
    definitionMatches.map((match) => [
      before.definitions[match.before]?.name ?? '',
      after.definitions[match.after]?.name ?? '',
    ]),
  );
  const schemas = { before: createSchemas(before.definitions), after: createSchemas(after.definitions) };
  const lookup = createSchemaLookup(schemas, laterNames);
  const uses = { before: findDefinitionUses(before), after: findDefinitionUses(after) };
  return {
    ...lookup,
    before,
    after,
    uses,
    definitionMatches,
    extras: createExtrasLookup({ before: before.extras, after: after.extras }, lookup.values),
    laterName: (name) => laterNames.get(name),
    compareDefinitions: createDefinitionComparison(schemas, lookup),
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

function createSchemaLookup(schemas: SchemasOfPair, laterNames: ReadonlyMap<string, string>): SchemaLookup {
  return {
    values: createSameValues((reference) => toLater(reference, laterNames)),
    nameOf: (reference, version) => {
      const name = wholeDefinition(reference);
      if (name === undefined || !schemas[version].has(name)) return undefined;
      return version === 'after' ? name : (laterNames.get(name) ?? removedName(name));
    },
    schemaOf: (reference, version) => {
      const name = wholeDefinition(reference);
      return name === undefined ? undefined : schemas[version].get(name);
    },
    budget: { left: maxVisits },
  };
}

/** Compares each pair of definitions once. */
function createDefinitionComparison(schemas: SchemasOfPair, lookup: SchemaLookup): CompareDefinitions {
  const compared = new Map<string, readonly Finding[]>();
  return (old, next) => {
    const key = `${old} ${next}`;
    const known = compared.get(key);
    if (known !== undefined) return known;
    const findings = compareSchemas(schemas.before.get(old) ?? {}, schemas.after.get(next) ?? {}, lookup);
    compared.set(key, findings);
    return findings;
  };
}

function identityOf({ name, schema }: DefinitionContent) {
  return { name, content: schema };
}

interface Schemas {
  has(name: string): boolean;
  get(name: string): Json | undefined;
}

/** Parses each schema on first use. */
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
  schemas: SchemasOfPair,
  lookup: SchemaLookup,
): readonly Finding[] {
  // Equal texts have equal meaning: references by the same name lead to matched definitions.
  if (old.schema === next.schema) return [];
  return compareSchemas(schemas.before.get(old.name) ?? {}, schemas.after.get(next.name) ?? {}, lookup);
}

function compareNames(old: DefinitionContent, next: DefinitionContent): readonly Finding[] {
  return old.name === next.name ? [] : [found(definitionRules.renamed, '/name', old.name, next.name)];
}

function compareMediaTypes(old: DefinitionContent, next: DefinitionContent): readonly Finding[] {
  const [earlier, later] = [new Set(old.accept), new Set(next.accept)];
  const removed = old.accept.filter((type) => !later.has(type));
  const added = next.accept.filter((type) => !earlier.has(type));
  return [
    ...removed.map((type) => found(definitionRules.mediaTypeRemoved, '/accept', type, undefined)),
    ...added.map((type) => found(definitionRules.mediaTypeAdded, '/accept', undefined, type)),
  ];
}

function found(rule: Finding['rule'], at: string, before: Json | undefined, after: Json | undefined): Finding {
  return { rule, at, sides: bothSides, flipped: false, before, after };
}

const reference = /^([A-Za-z0-9_-]+)\.json(#.*)?$/;

/** The name in a reference without fragment: `Pet` for `Pet.json`, undefined for `Pet.json#/properties/tag`. */
function wholeDefinition(text: string): string | undefined {
  const [, name, fragment] = reference.exec(text) ?? [];
  return fragment === undefined || fragment === '#' ? name : undefined;
}

function toLater(text: string, laterNames: ReadonlyMap<string, string>): string {
  const [, name, fragment = ''] = reference.exec(text) ?? [];
  return name === undefined ? text : `${laterNames.get(name) ?? removedName(name)}.json${fragment}`;
}

/** A name that no definition of the later version has. */
function removedName(name: string): string {
  return `\u0000${name}`;
}
