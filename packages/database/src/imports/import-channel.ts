/** The PostgreSQL notification channel on which every change of an import is told; the payload is the import's id. */
export const importChannel = 'connectory_imports';
