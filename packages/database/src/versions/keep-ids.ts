import { matchDefinitions, matchOperations, triggerPath } from '@connectory/diff';
import type { ConnectorModel, Message } from '@connectory/importer';
import { storedText } from '../stored-text.ts';
import { infoMessage } from './info-message.ts';
import type { KnownEntities } from './known-entities.ts';
import { hashSchema, type KnownIds } from './version-rows.ts';

/** How many entities of a replaced version were taken for the same, by what; and how many came and went. */
export interface MatchAccount {
  readonly actions: OperationAccount;
  readonly triggers: OperationAccount;
  readonly definitions: {
    readonly name: number;
    readonly content: number;
    readonly added: number;
    readonly removed: number;
  };
}

export interface OperationAccount {
  readonly operationId: number;
  readonly methodAndPath: number;
  readonly name: number;
  readonly added: number;
  readonly removed: number;
}

export interface KeptIds {
  readonly ids: KnownIds;
  readonly account: MatchAccount;
  /** One for each kind of which something kept its id under another name: what, and why it was taken for the same. */
  readonly messages: readonly Message[];
}

/** Renames told one by one; more are counted only. */
const maxRenames = 100;

/** Gives the entities of a model the ids that the same ones had in the version that it replaces. Linear in their number. */
export function keepIds(model: ConnectorModel, known: KnownEntities): KeptIds {
  const actions = model.actions.map((action) => ({ ...identityOf(action), path: storedText(action.template) }));
  const triggers = model.triggers.map((trigger) => ({ ...identityOf(trigger), path: triggerPath(trigger.openapi) }));
  const definitions = model.definitions.map(({ name, schema }) => ({ name, content: hashSchema(schema) }));
  const matched = {
    actions: pair(known.actions, actions, matchOperations(known.actions, actions)),
    triggers: pair(known.triggers, triggers, matchOperations(known.triggers, triggers)),
    definitions: pair(known.definitions, definitions, matchDefinitions(known.definitions, definitions)),
  };
  return {
    ids: { actions: matched.actions.ids, triggers: matched.triggers.ids, definitions: matched.definitions.ids },
    account: {
      actions: { ...noOperations, ...matched.actions.counts },
      triggers: { ...noOperations, ...matched.triggers.counts },
      definitions: { ...noDefinitions, ...matched.definitions.counts },
    },
    messages: [
      ...renameMessage('ACTION_RENAMED', 'action(s)', matched.actions.renames),
      ...renameMessage('TRIGGER_RENAMED', 'trigger(s)', matched.triggers.renames),
      ...renameMessage('DEFINITION_RENAMED', 'definition(s)', matched.definitions.renames),
    ],
  };
}

const noOperations = { operationId: 0, methodAndPath: 0, name: 0, added: 0, removed: 0 };
const noDefinitions = { name: 0, content: 0, added: 0, removed: 0 };

function identityOf({
  name,
  method,
  operationId,
}: ConnectorModel['actions'][number] | ConnectorModel['triggers'][number]) {
  return { name, method, operationId: operationId === undefined ? undefined : storedText(operationId) };
}

const reasons = {
  operationId: 'same operationId',
  methodAndPath: 'same method and path',
  name: 'same name but for case',
  content: 'same content',
};

type Reason = keyof typeof reasons;

function pair(
  known: readonly { readonly id: string; readonly name: string }[],
  model: readonly { readonly name: string }[],
  matches: readonly { readonly before: number; readonly after: number; readonly by: Reason }[],
) {
  const ids = new Map<string, string>();
  const counts: { [By in Reason | 'added' | 'removed']?: number } = {
    added: model.length - matches.length,
    removed: known.length - matches.length,
  };
  const renames: string[] = [];
  for (const { before, after, by } of matches) {
    const [old, next] = [known[before], model[after]];
    if (old === undefined || next === undefined) continue;
    ids.set(next.name, old.id);
    counts[by] = (counts[by] ?? 0) + 1;
    if (old.name !== next.name) renames.push(`${old.name} became ${next.name}: ${reasons[by]}`);
  }
  return { ids, counts, renames };
}

function renameMessage(code: string, what: string, renames: readonly string[]): readonly Message[] {
  if (renames.length === 0) return [];
  const detail = renames.slice(0, maxRenames);
  if (renames.length > maxRenames) detail.push(`… and ${renames.length - maxRenames} more`);
  return [infoMessage(code, `${renames.length} ${what} kept the id under another name.`, detail)];
}
