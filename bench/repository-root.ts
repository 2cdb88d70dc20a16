import { fileURLToPath } from 'node:url';

/** The root folder of the repository, seen from `bench/dist`. Ends with a slash. */
export const repositoryRoot = fileURLToPath(new URL('../../', import.meta.url));
