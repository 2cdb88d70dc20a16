import type { HistoryIndex } from './history-index.ts';

/** The service may say that it is unavailable, or that its disk is full. Its clients try again. */
const unavailable = [503, 507];

/** Statuses that each operation may answer with, besides those of an unavailable service. */
const allowedStatuses: { readonly [operation: string]: readonly number[] } = {
  // 400: a failed import that the request waited for.
  submit: [200, 201, 202, 400],
  'create-secret': [201],
  'get-import': [200, 304],
  'list-imports': [200],
  'get-result': [200, 400, 409],
  follow: [200, 204],
  cancel: [200, 202, 409],
  retry: [202, 409],
  'create-run': [202],
  'get-run': [200],
  'list-items': [200],
  'change-run': [200, 409],
};

/** Finds responses that no client should get, such as 500, or 404 for an accepted import. */
export function findResponseFaults({ responses }: HistoryIndex): readonly string[] {
  return responses.flatMap(({ operation, path, status, code = '' }) => {
    if (status === undefined || unavailable.includes(status)) return [];
    if (allowedStatuses[operation]?.includes(status) === true) return [];
    return [`${operation} ${path} was answered with ${status} ${code}`.trim()];
  });
}
