import { archivePath, findFileReferences } from '@connectory/document';
import type { OutboundAnswer, OutboundFault } from '@connectory/outbound';
import type { Ask, FetchDependencies } from './fetch-document.ts';
import { describeFault, describeStatus, type FetchFailure, tooManyFiles } from './fetch-failures.ts';

export type CollectedFiles =
  | { readonly ok: true; readonly files: ReadonlyMap<string, Uint8Array> }
  | { readonly ok: false; readonly failure: FetchFailure };

/** Files asked for at a time: one host answers all of them. */
const atOnce = 4;

/** What leaves a reference as it is, to be told as one that leads nowhere, rather than failing the whole. */
const missing: ReadonlySet<OutboundFault> = new Set(['refused', 'too-many-redirects', 'unreadable']);

/**
 * Fetches the files that a document references relatively, and those that these reference, by their paths in an archive. Only where the
 * document itself came from is asked, and nothing that redirects elsewhere is taken. A file that is not there leaves its reference as it
 * is; after as many of these as files are allowed, no more are asked for.
 */
export async function collectReferencedFiles(
  dependencies: FetchDependencies,
  ask: Ask,
  root: OutboundAnswer,
): Promise<CollectedFiles> {
  const { limits, documentLimits } = dependencies;
  const { origin } = new URL(root.url);
  const files = new Map<string, Uint8Array>();
  const seen = new Set([archivePath(new URL(root.url))]);
  const waiting: URL[] = [];
  const queueReferences = (bytes: Uint8Array, base: string): void => {
    for (const reference of findFileReferences(bytes, documentLimits)) {
      const url = URL.canParse(reference, base) ? new URL(reference, base) : undefined;
      const path = url === undefined || url.search !== '' || url.origin !== origin ? undefined : archivePath(url);
      if (url === undefined || path === undefined || seen.has(path)) continue;
      seen.add(path);
      waiting.push(url);
    }
  };
  queueReferences(root.body, root.url);
  let misses = 0;
  while (waiting.length > 0 && misses < limits.maxFiles) {
    const urls = waiting.splice(0, atOnce);
    const outcomes = await Promise.all(urls.map((url) => ask(url.href, { withinOrigin: origin })));
    for (const [index, outcome] of outcomes.entries()) {
      const url = urls[index];
      const judged = url === undefined ? 'missing' : judge(outcome, limits);
      if (judged === 'missing') misses += 1;
      else if (judged !== 'there') return { ok: false, failure: judged };
      else if (url !== undefined && outcome.ok) {
        files.set(archivePath(url) ?? '', outcome.answer.body);
        // The root document is one of them.
        if (files.size >= limits.maxFiles) return { ok: false, failure: tooManyFiles(limits) };
        queueReferences(outcome.answer.body, url.href);
      }
    }
  }
  return { ok: true, files };
}

function judge(
  outcome: Awaited<ReturnType<Ask>>,
  limits: FetchDependencies['limits'],
): 'there' | 'missing' | FetchFailure {
  if (!outcome.ok) return missing.has(outcome.fault) ? 'missing' : describeFault(outcome.fault, limits);
  const { status } = outcome.answer;
  if (status >= 200 && status <= 299) return 'there';
  const failure = describeStatus(status);
  return failure.verdict === 'final' ? 'missing' : failure;
}
