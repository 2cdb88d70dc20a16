import { z } from 'zod';

/** Name of a version. It is part of URLs, so some characters and names are not allowed. */
export const versionName = z
  .string({ error: 'is required: the name of the version to create, such as "1.0.0"' })
  .trim()
  .min(1, 'must not be empty')
  .max(200, 'must have at most 200 characters')
  .regex(/^[^/\\?#%\u0000-\u001f]+$/, 'must not contain / \\ ? # % or control characters: it is part of URLs')
  .refine((name) => !/^\.\.?$/.test(name), 'must not be "." or "..": clients resolve these in URLs')
  .refine((name) => !['latest', 'default'].includes(name.toLowerCase()), {
    error: 'is reserved: "latest" and "default" refer to versions by their role',
    params: { code: 'version_reserved' },
  })
  .meta({
    description: 'Name of the version. It is part of URLs; `latest` and `default` are reserved.',
    examples: ['1.0.0'],
  });
