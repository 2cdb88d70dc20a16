import { isObject, type Json, type JsonObject, listMember, member, textMember } from '../json.ts';
import type { OperationIdentity } from '../matching/match-operations.ts';
import { triggerPath } from './trigger-path.ts';

/** A version as stored: JSON texts in the form in which they are served, whatever their URLs. In document order. */
export interface StoredContent {
  readonly actions: readonly string[];
  readonly triggers: readonly string[];
  readonly definitions: readonly {
    readonly body: string;
    /** JSON text of its schema, in which references read `Pet.json`. */
    readonly schema: string;
  }[];
}

export interface OperationContent extends OperationIdentity {
  readonly body: JsonObject;
}

export interface DefinitionContent {
  readonly name: string;
  readonly accept: readonly string[];
  readonly referencedBy: readonly { readonly type: string; readonly name: string }[];
  readonly schema: string;
}

/** A version, ready to be compared. */
export interface VersionContent {
  readonly actions: readonly OperationContent[];
  readonly triggers: readonly OperationContent[];
  readonly definitions: readonly DefinitionContent[];
}

/** Schemas stay text: most are equal, and are not parsed at all. @throws SyntaxError for what is no JSON. */
export function parseVersionContent(stored: StoredContent): VersionContent {
  return {
    actions: stored.actions.map((text) => {
      const body = parseObject(text);
      return { ...identityOf(body), path: textMember(body, 'path'), body };
    }),
    triggers: stored.triggers.map((text) => {
      const body = parseObject(text);
      return { ...identityOf(body), path: triggerPath(member(body, 'openapi')), body };
    }),
    definitions: stored.definitions.map(({ body, schema }) => ({ ...definitionOf(parseObject(body)), schema })),
  };
}

function identityOf(body: JsonObject) {
  const operationId = textMember(member(body, 'openapi'), 'operationId');
  return { name: textMember(body, 'name') ?? '', method: textMember(body, 'method') ?? '', operationId };
}

function definitionOf(body: JsonObject) {
  return {
    name: textMember(body, 'name') ?? '',
    accept: listMember(body, 'accept').map(String),
    referencedBy: listMember(body, 'referencedBy').map((reference) => ({
      type: textMember(reference, 'type') ?? '',
      name: textMember(reference, 'name') ?? '',
    })),
  };
}

function parseObject(text: string): JsonObject {
  const value: Json = JSON.parse(text);
  return isObject(value) ? value : {};
}
