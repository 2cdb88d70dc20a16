import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { ConnectorPage } from '../connectors/connector-page.tsx';
import { ConnectorsPage } from '../connectors/connectors-page.tsx';
import { ImportPage } from '../import/import-page.tsx';
import { ImportsPage } from '../imports/imports-page.tsx';
import { SignedIn } from '../layout/signed-in.tsx';
import { NewImportPage } from '../new-import/new-import-page.tsx';
import { OverviewPage } from '../overview/overview-page.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { OrganisationPage } from '../sign-in/organisation-page.tsx';
import { SignInPage } from '../sign-in/sign-in-page.tsx';
import { SignOutPage } from '../sign-in/sign-out-page.tsx';
import {
  readActionSearch,
  readConnectorSearch,
  readCursorSearch,
  readDiffSearch,
  readDocumentSearch,
  readEverythingSearch,
  readImportsSearch,
  readMessageSearch,
  readNewImportSearch,
  readNewRunSearch,
  readOrganisationSearch,
  readRunSearch,
  readSignInSearch,
  readWebhooksSearch,
} from '../search/read-search.ts';
import { UnknownPage } from './unknown-page.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: UnknownPage });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: readSignInSearch,
  component: SignInPage,
});

const signOut = createRoute({ getParentRoute: () => root, path: '/sign-out', component: SignOutPage });

const organisation = createRoute({
  getParentRoute: () => root,
  path: '/organisation',
  validateSearch: readOrganisationSearch,
  component: OrganisationPage,
});

const shared = createRoute({
  getParentRoute: () => root,
  path: '/shared',
  component: lazyRouteComponent(() => import('../shared/shared-page.tsx'), 'SharedPage'),
});

const signedIn = createRoute({ getParentRoute: () => root, id: 'signed-in', component: SignedIn });

const start = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  component: OverviewPage,
});

const imports = createRoute({
  getParentRoute: () => signedIn,
  path: '/imports',
  validateSearch: readImportsSearch,
  component: ImportsPage,
});

const newImport = createRoute({
  getParentRoute: () => signedIn,
  path: '/imports/new',
  validateSearch: readNewImportSearch,
  component: NewImportPage,
});

const oneImport = createRoute({
  getParentRoute: () => signedIn,
  path: '/imports/$importId',
  validateSearch: readMessageSearch,
  component: ImportPage,
});

const search = createRoute({
  getParentRoute: () => signedIn,
  path: '/search',
  validateSearch: readEverythingSearch,
  component: lazyRouteComponent(() => import('../search/search-page.tsx'), 'SearchPage'),
});

const connectors = createRoute({
  getParentRoute: () => signedIn,
  path: '/connectors',
  validateSearch: readConnectorSearch,
  component: ConnectorsPage,
});

const connector = createRoute({
  getParentRoute: () => signedIn,
  path: '/connectors/$connectorId',
  component: ConnectorPage,
});

const version = createRoute({
  getParentRoute: () => signedIn,
  path: '/connectors/$connectorId/versions/$version',
  validateSearch: readActionSearch,
  component: lazyRouteComponent(() => import('../version/version-page.tsx'), 'VersionPage'),
});

const triggers = createRoute({
  getParentRoute: () => signedIn,
  path: '/connectors/$connectorId/versions/$version/triggers',
  validateSearch: readConnectorSearch,
  component: lazyRouteComponent(() => import('../version/entity-lists.tsx'), 'TriggersPage'),
});

const definitions = createRoute({
  getParentRoute: () => signedIn,
  path: '/connectors/$connectorId/versions/$version/definitions',
  validateSearch: readConnectorSearch,
  component: lazyRouteComponent(() => import('../version/entity-lists.tsx'), 'DefinitionsPage'),
});

const versionMessages = createRoute({
  getParentRoute: () => signedIn,
  path: '/connectors/$connectorId/versions/$version/messages',
  validateSearch: readMessageSearch,
  component: lazyRouteComponent(() => import('../version/messages-page.tsx'), 'VersionMessagesPage'),
});

const versionDocument = createRoute({
  getParentRoute: () => signedIn,
  path: '/connectors/$connectorId/versions/$version/document',
  validateSearch: readDocumentSearch,
  component: lazyRouteComponent(() => import('../version/document-page.tsx'), 'VersionDocumentPage'),
});

const edits = createRoute({
  getParentRoute: () => signedIn,
  path: '/connectors/$connectorId/versions/$version/edits',
  validateSearch: readCursorSearch,
  component: lazyRouteComponent(() => import('../editing/edits-page.tsx'), 'EditsPage'),
});

const action = createRoute({
  getParentRoute: () => signedIn,
  path: '/connectors/$connectorId/versions/$version/actions/$name',
  component: lazyRouteComponent(() => import('../editing/entity-page.tsx'), 'ActionPage'),
});

const trigger = createRoute({
  getParentRoute: () => signedIn,
  path: '/connectors/$connectorId/versions/$version/triggers/$name',
  component: lazyRouteComponent(() => import('../editing/entity-page.tsx'), 'TriggerPage'),
});

const definition = createRoute({
  getParentRoute: () => signedIn,
  path: '/connectors/$connectorId/versions/$version/definitions/$name',
  component: lazyRouteComponent(() => import('../editing/entity-page.tsx'), 'DefinitionPage'),
});

const newEntity = createRoute({
  getParentRoute: () => signedIn,
  path: '/connectors/$connectorId/versions/$version/new/$kind',
  component: lazyRouteComponent(() => import('../editing/new-entity-page.tsx'), 'NewEntityPage'),
});

const authScheme = createRoute({
  getParentRoute: () => signedIn,
  path: '/connectors/$connectorId/auth-schemes/$schemeId',
  component: lazyRouteComponent(() => import('../auth-schemes/scheme-page.tsx'), 'SchemePage'),
});

const newAuthScheme = createRoute({
  getParentRoute: () => signedIn,
  path: '/connectors/$connectorId/new-auth-scheme',
  component: lazyRouteComponent(() => import('../auth-schemes/scheme-page.tsx'), 'NewSchemePage'),
});

const importDiff = createRoute({
  getParentRoute: () => signedIn,
  path: '/imports/$importId/diff',
  validateSearch: readDiffSearch,
  component: lazyRouteComponent(() => import('../diff/import-diff-page.tsx'), 'ImportDiffPage'),
});

const versionDiff = createRoute({
  getParentRoute: () => signedIn,
  path: '/connectors/$connectorId/versions/$version/diff',
  validateSearch: readDiffSearch,
  component: lazyRouteComponent(() => import('../diff/version-diff-page.tsx'), 'VersionDiffPage'),
});

const runs = createRoute({
  getParentRoute: () => signedIn,
  path: '/reimports',
  validateSearch: readCursorSearch,
  component: lazyRouteComponent(() => import('../reimports/runs-page.tsx'), 'RunsPage'),
});

const newRun = createRoute({
  getParentRoute: () => signedIn,
  path: '/reimports/new',
  validateSearch: readNewRunSearch,
  component: lazyRouteComponent(() => import('../reimports/new-run-page.tsx'), 'NewRunPage'),
});

const run = createRoute({
  getParentRoute: () => signedIn,
  path: '/reimports/$reimportId',
  validateSearch: readRunSearch,
  component: lazyRouteComponent(() => import('../reimports/run-page.tsx'), 'RunPage'),
});

const keys = createRoute({
  getParentRoute: () => signedIn,
  path: '/keys',
  validateSearch: readCursorSearch,
  component: lazyRouteComponent(() => import('../keys/keys-page.tsx'), 'KeysPage'),
});

const audit = createRoute({
  getParentRoute: () => signedIn,
  path: '/audit',
  validateSearch: readCursorSearch,
  component: lazyRouteComponent(() => import('../audit/audit-page.tsx'), 'AuditPage'),
});

const limits = createRoute({
  getParentRoute: () => signedIn,
  path: '/limits',
  component: lazyRouteComponent(() => import('../limits/limits-page.tsx'), 'LimitsPage'),
});

const webhooks = createRoute({
  getParentRoute: () => signedIn,
  path: '/webhooks',
  validateSearch: readWebhooksSearch,
  component: lazyRouteComponent(() => import('../webhooks/webhooks-page.tsx'), 'WebhooksPage'),
});

const system = createRoute({
  getParentRoute: () => signedIn,
  path: '/system',
  component: lazyRouteComponent(() => import('../system/system-page.tsx'), 'SystemPage'),
});

const routeTree = root.addChildren([
  signIn,
  signOut,
  organisation,
  shared,
  signedIn.addChildren([
    start,
    imports,
    newImport,
    oneImport,
    importDiff,
    search,
    connectors,
    connector,
    authScheme,
    newAuthScheme,
    version,
    triggers,
    definitions,
    versionMessages,
    versionDocument,
    edits,
    action,
    trigger,
    definition,
    newEntity,
    versionDiff,
    runs,
    newRun,
    run,
    keys,
    audit,
    limits,
    webhooks,
    system,
  ]),
]);

/** The pages by their addresses below `/console`. */
export const router = createRouter({
  routeTree,
  basepath: '/console',
  defaultNotFoundComponent: UnknownPage,
  defaultErrorComponent: ({ error, reset }) => <FaultPanel error={error} onRetry={reset} />,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
