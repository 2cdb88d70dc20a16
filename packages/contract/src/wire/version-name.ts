import { z } from 'zod';

/** Names that stand for a version and cannot be one. */
export const reservedVersions = ['latest', 'default'] as const;

/** A name that a version can have: it is part of URLs. */
export const versionName = z
  .string({ error: 'is required: the name of the version to create, as "1.0.0"' })
  .trim()
  .min(1, 'must not be empty')
  .max(200, 'must have at most 200 characters')
  .regex(/^[^/\\?#%\u0000-\u001f]+$/, 'must not contain / \\ ? # % or control characters: it is part of URLs')
  .refine((name) => !/^\.\.?$/.test(name), 'must not be . or ..: clients take these for folders in URLs')
  .refine((name) => !['latest', 'default'].includes(name.toLowerCase()), {
    error: 'is reserved: "latest" and "default" stand for versions by their role',
    params: { code: 'version_reserved' },
  });
