import type { ReimportRequest } from '@connectory/client';

/** The fields of the form of a bulk run, as texts. */
export interface RunForm {
  readonly versions: 'all' | 'latest' | 'drafts';
  readonly target: ReimportRequest['target'];
  readonly importerVersionBelow: string;
  /** Separated by spaces or commas. */
  readonly connectorIds: string;
  readonly canary: string;
  readonly failureBudget: string;
  readonly maxInFlight: string;
  readonly edits: 'keep' | 'discard' | 'fail';
}

export const emptyRunForm: RunForm = {
  versions: 'latest',
  target: 'new-version',
  importerVersionBelow: '',
  connectorIds: '',
  canary: '10',
  failureBudget: '5',
  maxInFlight: '',
  edits: 'keep',
};

/** The request of a form. Empty fields are left to the defaults of the service. */
export function toRequest(form: RunForm): ReimportRequest {
  const { versions, target, importerVersionBelow, connectorIds, canary, failureBudget, maxInFlight, edits } = form;
  const ids = connectorIds.split(/[\s,]+/).filter(Boolean);
  return {
    selector: {
      versions,
      ...(importerVersionBelow.trim() === '' ? {} : { importerVersionBelow: importerVersionBelow.trim() }),
      ...(ids.length === 0 ? {} : { connectorIds: ids }),
    },
    target,
    edits,
    ...(canary === '' ? {} : { canary: { count: Number(canary) } }),
    ...(failureBudget === '' ? {} : { failureBudget: Number(failureBudget) }),
    ...(maxInFlight === '' ? {} : { maxInFlight: Number(maxInFlight) }),
  };
}
