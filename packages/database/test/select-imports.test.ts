import { expect, it } from 'vitest';
import { countImports, type ImportFilter, selectImports } from '../src/imports/select-imports.ts';

const statuses: readonly ImportFilter['statuses'][] = [undefined, ['queued'], ['succeeded'], ['running', 'failed']];
const notifications: readonly ImportFilter['notifications'][] = [
  undefined,
  ['waiting'],
  ['delivered'],
  ['waiting', 'given_up'],
];

/** Every combination of filters. */
const filters = statuses.flatMap((listed) =>
  notifications.flatMap((sent) =>
    [undefined, 'reimport'].flatMap((reimportId) =>
      [undefined, 'connector'].map(
        (connectorId): ImportFilter => ({
          organisationId: 'organisation',
          ...(listed === undefined ? {} : { statuses: listed }),
          ...(sent === undefined ? {} : { notifications: sent }),
          ...(reimportId === undefined ? {} : { reimportId }),
          ...(connectorId === undefined ? {} : { connectorId }),
        }),
      ),
    ),
  ),
);

it.each(filters)('uses each of its values, and reads from a relation: %j', (filter) => {
  const slices = [undefined, 'cursor'].map((cursor) => ({ cursor, backwards: false, limit: 10 }));
  for (const { text, values } of [countImports(filter, 100), ...slices.map((slice) => selectImports(filter, slice))]) {
    // PostgreSQL cannot determine the type of a parameter that the statement does not use.
    for (const index of values.keys()) expect(text).toMatch(new RegExp(`\\$${index + 1}\\b`));
    expect(text).not.toContain('from ()');
  }
});
