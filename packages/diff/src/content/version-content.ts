import { isObject, type Json, type JsonObject } from '@connectory/json';
import { listMember, member, textMember } from '../json/members.ts';
import type { OperationIdentity } from '../matching/match-operations.ts';
import { triggerPath } from './trigger-path.ts';

/** A stored version: JSON texts in the form in which they are served, in document order. */
export interface StoredContent {
  readonly actions: readonly StoredOperation[];
  readonly triggers: readonly StoredOperation[];
  readonly definitions: readonly {
    readonly body: string;
    /** JSON text of its schema, with references such as `Pet.json`. */
    readonly schema: string;
  }[];
  /** JSON text of the extras; absent when the version was imported before versions had them, or made by hand. */
  readonly extras?: string | undefined;
}

export interface StoredOperation {
  readonly body: string;
  readonly operationId?: string | undefined;
  /** For actions: the path template of the document. */
  readonly template?: string | undefined;
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

/** A version in the form that is compared. */
export interface VersionContent {
  readonly actions: readonly OperationContent[];
  readonly triggers: readonly OperationContent[];
  readonly definitions: readonly DefinitionContent[];
  readonly extras?: string | undefined;
}

/**
 * Parses a stored version. Schemas and extras stay text, because most are equal and need no parsing.
 * @throws SyntaxError when a text is not JSON.
 */
export function parseVersionContent(stored: StoredContent): VersionContent {
  return {
    actions: stored.actions.map((action) => {
      const body = parseObject(action.body);
      return { ...identityOf(body), operationId: action.operationId, path: action.template, body };
    }),
    triggers: stored.triggers.map((trigger) => {
      const body = parseObject(trigger.body);
      return {
        ...identityOf(body),
        operationId: trigger.operationId,
        path: triggerPath(member(body, 'openapi')),
        body,
      };
    }),
    definitions: stored.definitions.map(({ body, schema }) => ({ ...definitionOf(parseObject(body)), schema })),
    extras: stored.extras,
  };
}

function identityOf(body: JsonObject) {
  return { name: textMember(body, 'name') ?? '', method: textMember(body, 'method') ?? '' };
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
