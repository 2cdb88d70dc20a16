import { archivePath } from '@connectory/document';
import type { OutboundFault, OutboundOutcome, OutboundResponse } from '@connectory/outbound';
import type { BudgetedFetch, FetchDependencies } from './budgeted-fetch.ts';
import { describeFault, describeStatus, type FetchFailure, tooManyFiles } from './fetch-failures.ts';

export type CollectedFiles =
  | { readonly ok: true; readonly files: ReadonlyMap<string, Uint8Array> }
  | { readonly ok: false; readonly failure: FetchFailure };

/** Concurrent requests. One host answers all of them. */
const maxConcurrentRequests = 4;

/** Faults that leave a reference unresolved, which the importer reports, instead of failing the import. */
const missingFileFaults: ReadonlySet<OutboundFault> = new Set(['refused', 'too-many-redirects', 'unreadable']);

/**
 * Fetches the files that a document references relatively, and the files that these reference. Only the document's own origin is asked,
 * and redirects to another origin are refused. A missing file leaves its reference unresolved. After `maxFiles` missing files, no more
 * are requested.
 * @returns the files by their path in an archive, without the root document.
 */
export async function collectReferencedFiles(
  dependencies: FetchDependencies,
  fetchWithin: BudgetedFetch,
  root: OutboundResponse,
): Promise<CollectedFiles> {
  const { limits } = dependencies;
  const { origin } = new URL(root.url);
  const files = new Map<string, Uint8Array>();
  const queue = createUrlQueue(dependencies, root);
  await queue.addReferencesOf(root.body, root.url);
  let misses = 0;
  while (queue.urls.length > 0 && misses < limits.maxFiles) {
    const urls = queue.urls.splice(0, maxConcurrentRequests);
    const fetched = await Promise.all(
      urls.map(async (url) => ({ url, outcome: await fetchWithin(url.href, { withinOrigin: origin }) })),
    );
    for (const { url, outcome } of fetched) {
      const file = judgeOutcome(outcome, limits);
      if (file.kind === 'failed') return { ok: false, failure: file.failure };
      if (file.kind === 'missing') {
        misses += 1;
        continue;
      }
      files.set(archivePath(url) ?? '', file.body);
      // The root document counts as a file too.
      if (files.size >= limits.maxFiles) return { ok: false, failure: tooManyFiles(limits) };
      await queue.addReferencesOf(file.body, url.href);
    }
  }
  return { ok: true, files };
}

/** URLs to fetch: each file of the root's origin once. */
function createUrlQueue({ findReferences }: FetchDependencies, root: OutboundResponse) {
  const rootUrl = new URL(root.url);
  const seen = new Set([archivePath(rootUrl)]);
  const urls: URL[] = [];
  const addReferencesOf = async (bytes: Uint8Array, base: string): Promise<void> => {
    for (const reference of await findReferences(bytes)) {
      const url = URL.canParse(reference, base) ? new URL(reference, base) : undefined;
      const path =
        url === undefined || url.search !== '' || url.origin !== rootUrl.origin ? undefined : archivePath(url);
      if (url === undefined || path === undefined || seen.has(path)) continue;
      seen.add(path);
      urls.push(url);
    }
  };
  return { urls, addReferencesOf };
}

type FetchedFile =
  | { readonly kind: 'found'; readonly body: Uint8Array }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly failure: FetchFailure };

function judgeOutcome(outcome: OutboundOutcome, limits: FetchDependencies['limits']): FetchedFile {
  if (!outcome.ok) {
    const { fault } = outcome;
    return missingFileFaults.has(fault)
      ? { kind: 'missing' }
      : { kind: 'failed', failure: describeFault(fault, limits) };
  }
  const { status, body } = outcome.response;
  if (status >= 200 && status <= 299) return { kind: 'found', body };
  const failure = describeStatus(status);
  return failure.verdict === 'final' ? { kind: 'missing' } : { kind: 'failed', failure };
}
