/** Why an item of a bulk re-import was skipped, or why a run stopped. */
export interface ReimportReason {
  /** Stable, because clients act on it. */
  readonly code: string;
  readonly of: 'item' | 'run';
  /** For docs/messages.md, in Markdown: the state to which the code applies. */
  readonly meaning: string;
}

/** Every reason, in the order of the documentation. The codes of failed items are those of failed imports. */
export const reimportReasons = [
  { code: 'version_not_found', of: 'item', meaning: 'The version was deleted since the run began.' },
  { code: 'document_missing', of: 'item', meaning: 'The version has no stored document.' },
  {
    code: 'version_published',
    of: 'item',
    meaning: 'The version is published, and `replace-drafts` replaces drafts only.',
  },
  {
    code: 'version_exists',
    of: 'item',
    meaning: 'The connector already has a version of the new name, with other content.',
  },
  {
    code: 'version_name_too_long',
    of: 'item',
    meaning: 'The name made by `versionTemplate` has more than 200 characters.',
  },
  { code: 'canary_failed', of: 'run', meaning: 'More items of the canary failed than `maxFailures` allows.' },
  {
    code: 'failure_budget_exceeded',
    of: 'run',
    meaning: 'A larger share of all items failed than `failureBudget` allows.',
  },
] as const satisfies readonly ReimportReason[];

type ReasonCode<Of> = Extract<(typeof reimportReasons)[number], { readonly of: Of }>['code'];

export type SkipCode = ReasonCode<'item'>;
export type StopCode = ReasonCode<'run'>;
