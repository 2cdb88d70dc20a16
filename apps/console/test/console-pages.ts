/** What the parameters and queries of addresses stand for. */
export interface Sample {
  readonly importId: string;
  /** A dry run that would change a version. */
  readonly dryRunId: string;
  readonly connectorId: string;
  readonly schemeId: string;
  readonly reimportId: string;
  /** Token of a link to the import. */
  readonly share: string;
}

export interface ConsolePage {
  /** As the router has it. */
  readonly path: string;
  /** Its heading, once it is loaded. */
  readonly title: string;
  /** Values of parameters that the sample does not have, or has otherwise. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** The query and fragment. */
  readonly rest?: (sample: Sample) => string;
  /** Whether it shows something of the service. The others are forms. */
  readonly isLoaded: boolean;
  /** The role that it needs. */
  readonly role?: 'import' | 'operator';
}

const version = '/connectors/$connectorId/versions/$version';
const ofVersion = { title: 'Rich 1', isLoaded: true } as const;

/** All pages of the router, which `console-pages.test.ts` compares them with. */
export const consolePages: readonly ConsolePage[] = [
  { path: '/', title: 'Overview', isLoaded: true },
  { path: '/imports', title: 'Imports', isLoaded: true },
  { path: '/imports/new', title: 'New import', isLoaded: false },
  { path: '/imports/$importId', title: 'rich.json', isLoaded: true },
  {
    path: '/imports/$importId/diff',
    title: 'Changes',
    parameters: { importId: 'dryRunId' },
    isLoaded: true,
  },
  { path: '/connectors', title: 'Connectors', isLoaded: true },
  { path: '/connectors/$connectorId', title: 'Rich', isLoaded: true },
  { path: '/connectors/$connectorId/new-auth-scheme', title: 'New auth scheme', isLoaded: true },
  { path: '/connectors/$connectorId/auth-schemes/$schemeId', title: 'key', isLoaded: true },
  { path: version, ...ofVersion, rest: () => '?action=addPet' },
  { path: `${version}/triggers`, ...ofVersion },
  { path: `${version}/definitions`, ...ofVersion },
  { path: `${version}/messages`, ...ofVersion },
  { path: `${version}/document`, ...ofVersion },
  { path: `${version}/edits`, ...ofVersion },
  { path: `${version}/diff`, title: 'Changes in 2', parameters: { version: '2' }, isLoaded: true },
  { path: `${version}/actions/$name`, title: 'addPet', parameters: { name: 'addPet' }, isLoaded: true },
  { path: `${version}/triggers/$name`, title: 'petAdopted', parameters: { name: 'petAdopted' }, isLoaded: true },
  { path: `${version}/definitions/$name`, title: 'Pet', parameters: { name: 'Pet' }, isLoaded: true },
  { path: `${version}/new/$kind`, title: 'New action', parameters: { kind: 'action' }, isLoaded: true },
  { path: '/search', title: 'Search', rest: () => '?q=pet', isLoaded: true },
  { path: '/reimports', title: 'Bulk runs', isLoaded: true, role: 'operator' },
  {
    path: '/reimports/new',
    title: 'New bulk run',
    rest: ({ reimportId }) => `?like=${reimportId}`,
    isLoaded: true,
    role: 'operator',
  },
  { path: '/reimports/$reimportId', title: 'All drafts', isLoaded: true, role: 'operator' },
  { path: '/keys', title: 'API keys', isLoaded: true, role: 'operator' },
  { path: '/audit', title: 'Audit', isLoaded: true, role: 'import' },
  { path: '/webhooks', title: 'Webhooks', isLoaded: true },
  { path: '/limits', title: 'Limits', isLoaded: true },
  { path: '/system', title: 'System', isLoaded: true, role: 'operator' },
  { path: '/shared', title: 'rich.json', rest: ({ share }) => `#share=${share}`, isLoaded: true },
  { path: '/sign-in', title: 'Sign in', isLoaded: false },
  { path: '/sign-out', title: 'Sign out', isLoaded: false },
  // It leads to the overview at once.
  { path: '/organisation', title: 'Overview', isLoaded: false },
];

const unknownId = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

/** The address below `/console` at which a page shows the sample. */
export function addressOf(page: ConsolePage, sample: Sample): string {
  const values: Readonly<Record<string, string>> = { ...sample, version: '1' };
  const valueOf = (name: string): string => {
    const given = page.parameters?.[name];
    return (given === undefined ? values[name] : (values[given] ?? given)) ?? '';
  };
  return fillIn(page, valueOf) + (page.rest?.(sample) ?? '');
}

/** An address at which the page finds nothing; undefined without parameters. */
export function unknownAddressOf(page: ConsolePage): string | undefined {
  if (!page.path.includes('$')) return undefined;
  return fillIn(page, (name) => (name.endsWith('Id') ? unknownId : (page.parameters?.[name] ?? '1')));
}

function fillIn({ path }: ConsolePage, valueOf: (name: string) => string): string {
  return path.replaceAll(/\$(\w+)/g, (_, name: string) => encodeURIComponent(valueOf(name)));
}
