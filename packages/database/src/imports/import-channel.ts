/** The PostgreSQL notification channel on which every change of an import is told; the payload is the import's id and its status, a space between. */
export const importChannel = 'connectory_imports';

/** The channel on which those who run an import are told that it was cancelled; the payload is the import's id. */
export const cancellationChannel = 'connectory_cancellations';
