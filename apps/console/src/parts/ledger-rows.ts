import type { Coverage, MessageGroups } from '@connectory/client';

export type LedgerKind = keyof Coverage;

/** In the order of the ledger. */
export const kindWords: { readonly [Kind in LedgerKind]: string } = {
  operations: 'Operations',
  parameters: 'Parameters',
  bodies: 'Bodies',
  responses: 'Responses',
  schemas: 'Schemas',
  securitySchemes: 'Security schemes',
  webhooks: 'Webhooks',
  callbacks: 'Callbacks',
};

export const ledgerKinds = Object.keys(kindWords) as readonly LedgerKind[];

/** What became of parts that messages are about. */
export const ledgerFates = ['noted', 'changed', 'leftOut'] as const;

export type LedgerFate = (typeof ledgerFates)[number];

export const fateWords: { readonly [Fate in LedgerFate]: string } = {
  noted: 'Noted',
  changed: 'Changed',
  leftOut: 'Left out',
};

export interface LedgerRow {
  readonly kind: LedgerKind;
  readonly total: number;
  readonly asWritten: number;
  readonly noted: number;
  readonly changed: number;
  readonly leftOut: number;
}

/** Imports of before the difference was counted have all their messages as changes. */
export function ledgerRows(coverage: Coverage): readonly LedgerRow[] {
  return ledgerKinds.map((kind) => {
    const { inDocument: total, asWritten, withMessage, notImported: leftOut, noted = 0, changed } = coverage[kind];
    return { kind, total, asWritten, noted, changed: changed ?? withMessage, leftOut };
  });
}

type Severity = MessageGroups['groups'][number]['severity'];

/** Parts are noted by infos alone, and changed by warnings and errors. Any message can say why a part was left out. */
export function isOfFate(severity: Severity, fate: LedgerFate | undefined): boolean {
  if (fate === 'noted') return severity === 'info';
  return fate !== 'changed' || severity !== 'info';
}
