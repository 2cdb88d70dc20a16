/** A file whose text is the path of the root document, in archives that `packFiles` makes. */
export const rootMarker = 'connectory-root';
