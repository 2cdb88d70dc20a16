import type {
  Coverage,
  ImportSummary as WireSummary,
  Message as WireMessage,
  VersionDiff as WireVersionDiff,
} from '@connectory/contract';
import type { VersionDiff } from '@connectory/diff';
import type { ConnectorModel } from '@connectory/importer';
import type { ImportRecord } from '@connectory/lifecycle';
import { expect, it } from 'vitest';
import { presentEvent } from '../src/audit/present-event.ts';
import { presentConnector, presentVersion } from '../src/connectors/present-connector.ts';
import { presentImport } from '../src/imports/present-import.ts';
import { presentKey } from '../src/operators/present-key.ts';
import { presentItem, presentReimport } from '../src/reimports/present-reimport.ts';

/** The keys of `Stored`, at any depth, that `Wire` does not have. */
type Surplus<Stored, Wire> = [unknown] extends [Wire | null | undefined]
  ? never
  : Stored extends readonly (infer Item)[]
    ? Wire extends readonly (infer WireItem)[]
      ? Surplus<Item, WireItem>
      : never
    : Stored extends object
      ? SurplusKeys<Stored, Wire>
      : never;

type SurplusKeys<Stored extends object, Wire> = {
  [Key in keyof Stored]-?: Key extends keyof Wire ? Surplus<NonNullable<Stored[Key]>, NonNullable<Wire[Key]>> : Key;
}[keyof Stored];

it('stored values that are sent whole have no field without a schema', () => {
  // Type checking this file is the test: excess property checks do not reach values that are not literals.
  const surplus: [
    Surplus<NonNullable<ImportRecord['summary']>, WireSummary>,
    Surplus<ConnectorModel['coverage'], Coverage>,
    Surplus<ConnectorModel['messages'][number], WireMessage>,
    Surplus<Pick<VersionDiff, 'summary' | 'entries'>, WireVersionDiff>,
  ] extends never[]
    ? 'none'
    : 'some' = 'none';
  expect(surplus).toBe('none');
  const found: Surplus<{ readonly a: { readonly b: 1 } }, { readonly a: object }> = 'b';
  expect(found).toBe('b');
});

it('present functions reject a field without a schema', () => {
  type Rejects<Present extends (...parameters: never[]) => unknown> =
    'fieldWithoutSchema' extends keyof ReturnType<Present> ? false : true;
  const rejecting: readonly [
    Rejects<typeof presentConnector>,
    Rejects<typeof presentVersion>,
    Rejects<typeof presentImport>,
    Rejects<typeof presentKey>,
    Rejects<typeof presentItem>,
    Rejects<typeof presentReimport>,
    Rejects<typeof presentEvent>,
  ] = [true, true, true, true, true, true, true];
  expect(rejecting).toHaveLength(7);
  const body: Pick<ReturnType<typeof presentImport>, 'attempts'> = {
    attempts: 1,
    // @ts-expect-error no schema names this field
    fieldWithoutSchema: 1,
  };
  expect(body.attempts).toBe(1);
});
