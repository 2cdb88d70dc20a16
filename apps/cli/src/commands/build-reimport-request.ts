import type { ReimportRequest } from '@connectory/client';
import { CliError } from '../errors/cli-error.ts';

export interface ReimportRequestOptions {
  readonly all?: boolean;
  readonly allLatest?: boolean;
  readonly drafts?: boolean;
  readonly connector?: readonly string[];
  readonly organisation?: readonly string[];
  readonly importerBelow?: string;
  readonly importedBefore?: string;
  readonly target?: string;
  readonly versionTemplate?: string;
  readonly dryRun?: boolean;
  readonly refetch?: boolean;
  readonly edits?: string;
  readonly maxInFlight?: string;
  readonly canary?: string;
  readonly canaryFailures?: string;
  readonly failureBudget?: string;
}

/**
 * Builds the request for a bulk re-import. The API validates the values.
 * @throws CliError when the options select nothing or contradict each other.
 */
export function buildReimportRequest(options: ReimportRequestOptions): ReimportRequest {
  requireSelection(options);
  const { allLatest = false, canary, canaryFailures } = options;
  if (canaryFailures !== undefined && canary === undefined) {
    throw new CliError('--canary-failures applies to a canary only: add --canary COUNT.', 2);
  }
  const request = {
    selector: selectorOf(options),
    // Most latest versions are published and cannot be replaced.
    target: options.target ?? (allLatest ? 'new-version' : 'replace-drafts'),
    versionTemplate: options.versionTemplate,
    dryRun: options.dryRun,
    refetch: options.refetch,
    edits: options.edits,
    maxInFlight: toNumber(options.maxInFlight),
    canary: canary === undefined ? undefined : { count: toNumber(canary), maxFailures: toNumber(canaryFailures) },
    failureBudget: toNumber(options.failureBudget),
  };
  // The API checks the values.
  return request as ReimportRequest;
}

function requireSelection({ all, allLatest, drafts, connector = [], organisation = [] }: ReimportRequestOptions): void {
  const scopes = [all, allLatest, drafts].filter((given) => given === true).length;
  if (scopes > 1) throw new CliError('Choose one of --all, --all-latest and --drafts.', 2);
  if (scopes + connector.length + organisation.length === 0) {
    throw new CliError(
      'Select the versions to import again: --all-latest, --drafts, --all, --connector ID or --organisation ID.',
      2,
    );
  }
}

function selectorOf({ connector = [], organisation = [], ...options }: ReimportRequestOptions): object {
  return {
    ...(organisation.length === 0 ? {} : { organisationIds: organisation }),
    ...(connector.length === 0 ? {} : { connectorIds: connector }),
    versions: options.allLatest === true ? 'latest' : options.drafts === true ? 'drafts' : 'all',
    importerVersionBelow: options.importerBelow,
    importedBefore: options.importedBefore,
  };
}

/** Converts numeric text. Other text is passed on, so that the API reports the error. */
function toNumber(text: string | undefined): number | string | undefined {
  return text === undefined || text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}
