import { api, authentication, rateLimits } from './api-settings.ts';
import { diffs, documents, imports, notifications, outbound, schemaUrls } from './import-settings.ts';
import { operation, secrets, storage } from './operation-settings.ts';
import { quotas } from './quota-settings.ts';
import type { Setting } from './setting-kinds.ts';

// Every setting is an environment variable, and `settings.ts` reads it. To add one, add it to a section in one of the imported files and
// run `npm run docs`, which writes the tables of `docs/settings.md`. A name ends with its unit.

/** All settings by name. */
export const settingTable = {
  ...api,
  ...authentication,
  ...rateLimits,
  ...storage,
  ...secrets,
  ...documents,
  ...outbound,
  ...schemaUrls,
  ...notifications,
  ...imports,
  ...diffs,
  ...quotas,
  ...operation,
};

export interface SettingSection {
  /** Heading in `docs/settings.md`. */
  readonly title: string;
  readonly settings: { readonly [name: string]: Setting };
}

/** The settings as `docs/settings.md` groups them. */
export const settingSections: readonly SettingSection[] = [
  { title: 'API', settings: api },
  { title: 'Authentication', settings: authentication },
  { title: 'Rate limits', settings: rateLimits },
  { title: 'Database, queue and files', settings: storage },
  { title: 'Secrets', settings: secrets },
  { title: 'Document limits', settings: documents },
  { title: 'Outbound requests', settings: outbound },
  { title: 'Documents from a URL', settings: schemaUrls },
  { title: 'Notifications', settings: notifications },
  { title: 'Imports', settings: imports },
  { title: 'Diffs', settings: diffs },
  { title: 'Quotas of an organisation', settings: quotas },
  { title: 'Worker and logging', settings: operation },
];
