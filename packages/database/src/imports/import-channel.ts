/** PostgreSQL notification channel for every change of an import or bulk re-import. The payload is its id, a space, and its status. */
export const importChannel = 'connectory_imports';

/** PostgreSQL notification channel for cancellations, so that workers stop early. The payload is the import's id. */
export const cancellationChannel = 'connectory_cancellations';
