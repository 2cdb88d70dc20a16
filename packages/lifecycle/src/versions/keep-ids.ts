import { matchDefinitions, matchOperations, triggerPath } from '@connectory/diff';
import type { ConnectorModel, Message, Rule } from '@connectory/importer';
import { actionRenamed, definitionRenamed, triggerRenamed } from '../messages/all-version-rules.ts';
import { toMessage } from '../messages/to-message.ts';
import type { MatchAccount } from '../records/import-record.ts';
import { storedText } from '../stored/stored-text.ts';
import type { KnownEntities } from './known-entities.ts';
import { hashSchemas } from './hash-schemas.ts';
import type { KnownIds } from './render-version.ts';

export interface KeptIds {
  readonly ids: KnownIds;
  readonly account: MatchAccount;
  /** One message for each kind of entity that was renamed. Its detail names each rename and the key that matched. */
  readonly messages: readonly Message[];
}

/** Renames listed in the detail of a message; further ones are only counted. */
const maxRenames = 100;

/**
 * Gives the entities of a model the ids of the matching entities in the version that it replaces. Linear in their number.
 * @param contents a hash of each definition's schema.
 */
export function keepIds(
  model: ConnectorModel,
  known: KnownEntities,
  contents: readonly string[] = hashSchemas(model).definitions,
): KeptIds {
  const actions = model.actions.map((action) => ({ ...identityOf(action), path: storedText(action.template) }));
  const triggers = model.triggers.map((trigger) => ({ ...identityOf(trigger), path: triggerPath(trigger.openapi) }));
  const definitions = model.definitions.map(({ name }, index) => ({ name, content: contents[index] ?? '' }));
  const matched = {
    actions: applyMatches(known.actions, actions, matchOperations(known.actions, actions)),
    triggers: applyMatches(known.triggers, triggers, matchOperations(known.triggers, triggers)),
    definitions: applyMatches(known.definitions, definitions, matchDefinitions(known.definitions, definitions)),
  };
  return {
    ids: { actions: matched.actions.ids, triggers: matched.triggers.ids, definitions: matched.definitions.ids },
    account: {
      actions: { ...noOperations, ...matched.actions.counts },
      triggers: { ...noOperations, ...matched.triggers.counts },
      definitions: { ...noDefinitions, ...matched.definitions.counts },
    },
    messages: [
      ...describeRenames(actionRenamed, matched.actions.renames),
      ...describeRenames(triggerRenamed, matched.triggers.renames),
      ...describeRenames(definitionRenamed, matched.definitions.renames),
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

type MatchKey = keyof typeof reasons;

function applyMatches(
  known: readonly { readonly id: string; readonly name: string }[],
  model: readonly { readonly name: string }[],
  matches: readonly { readonly before: number; readonly after: number; readonly by: MatchKey }[],
) {
  const ids = new Map<string, string>();
  const counts: { [Key in MatchKey | 'added' | 'removed']?: number } = {
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

function describeRenames(rule: Rule, renames: readonly string[]): readonly Message[] {
  if (renames.length === 0) return [];
  const detail = renames.slice(0, maxRenames);
  if (renames.length > maxRenames) detail.push(`… and ${renames.length - maxRenames} more`);
  return [toMessage(rule, renames.length, detail)];
}
