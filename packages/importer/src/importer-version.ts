/** Raised whenever the same document may give another model: an unchanged re-import is told by it. */
export const importerVersion = '5';
