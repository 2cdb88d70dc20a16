import type { OrganisationQuotas } from '@connectory/contract';
import type { Settings } from '@connectory/runtime';

type QuotaName = keyof OrganisationQuotas;

type NumberSetting = { [Name in keyof Settings]: Settings[Name] extends number ? Name : never }[keyof Settings];

interface QuotaRow {
  /** Null for a fixed default. */
  readonly setting: NumberSetting | null;
  readonly unit: string;
  /** As messages name it. */
  readonly noun: string;
  /** When to retry, unless the pace of the organisation says more. */
  readonly retryAfterSeconds: number;
}

/** Imports in each turn of an organisation without a weight of its own. */
export const defaultWeight = 1;

/** The quotas of an organisation. */
export const quotaTable: { readonly [Name in QuotaName]: QuotaRow } = {
  importWeight: { setting: null, unit: 'imports in each turn', noun: '', retryAfterSeconds: 0 },
  runningImports: { setting: 'ORGANISATION_RUNNING_IMPORTS', unit: 'imports', noun: '', retryAfterSeconds: 0 },
  waitingImports: {
    setting: 'ORGANISATION_WAITING_IMPORTS',
    unit: 'imports',
    noun: 'waiting imports',
    retryAfterSeconds: 5,
  },
  connectors: { setting: 'ORGANISATION_CONNECTORS', unit: 'connectors', noun: 'connectors', retryAfterSeconds: 60 },
  storedBytes: {
    setting: 'ORGANISATION_STORED_BYTES',
    unit: 'bytes',
    noun: 'bytes of stored documents',
    retryAfterSeconds: 60,
  },
  uploads: { setting: 'ORGANISATION_UPLOADS', unit: 'uploads', noun: 'uploads under way', retryAfterSeconds: 2 },
  diffs: { setting: 'ORGANISATION_DIFFS', unit: 'diffs', noun: 'diffs under way', retryAfterSeconds: 10 },
  eventStreams: {
    setting: 'ORGANISATION_EVENT_STREAMS',
    unit: 'streams',
    noun: 'open event streams',
    retryAfterSeconds: 30,
  },
};
