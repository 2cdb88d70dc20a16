import type { ImportResource } from '@connectory/client';

export const count = (changed: number, notImported: number) => ({
  inDocument: 10,
  asWritten: 10 - changed - notImported,
  withMessage: changed,
  notImported,
  noted: 0,
  changed,
});

/** A succeeded import with some other members. */
export function importOf(part: Partial<ImportResource>): ImportResource {
  const none = count(0, 0);
  return {
    id: 'i',
    organisationId: 'o',
    connectorId: 'c',
    status: 'succeeded',
    stage: 'done',
    progress: { done: 0, total: 0 },
    attempts: 1,
    timings: {},
    createdAt: '2026-01-01T00:00:00.000Z',
    links: { self: '', result: '', events: '', document: '', console: '' },
    summary: { actions: 2, triggers: 1, definitions: 1, messages: { info: 0, warning: 0, error: 0 } },
    coverage: {
      operations: none,
      parameters: none,
      bodies: none,
      responses: none,
      schemas: none,
      securitySchemes: none,
      webhooks: none,
      callbacks: none,
    },
    ...part,
  };
}
