import type { CoverageKind } from '@connectory/importer';

const prefixes: readonly (readonly [RegExp, CoverageKind])[] = [
  [/^\/paths\//, 'operations'],
  [/\/parameters\//, 'parameters'],
  [/\/requestBod(y|ies)(\/|$)/, 'bodies'],
  [/\/responses\//, 'responses'],
  [/^\/(components\/schemas|definitions)\/|\/schema(\/|$)/, 'schemas'],
  [/^\/(components\/securitySchemes|securityDefinitions)\//, 'securitySchemes'],
  [/^\/(x-)?webhooks\//, 'webhooks'],
  [/\/callbacks\//, 'callbacks'],
];

/** The kinds of the ledger whose parts contain a place. A place in a response is one of its operation, too. */
export function kindsOfPlace(pointer: string): readonly CoverageKind[] {
  return prefixes.filter(([pattern]) => pattern.test(pointer)).map(([, kind]) => kind);
}
