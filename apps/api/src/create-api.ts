import type { Database, DatabaseCheck, ImportWatcher } from '@connectory/database';
import { readAllowList } from '@connectory/outbound';
import type { QueueBoard, QueueCheck, QueueProducer } from '@connectory/queue';
import type { Logger, Settings } from '@connectory/runtime';
import compression from 'compression';
import express, { type Express, Router } from 'express';
import type { AccessAudit } from './access/access-audit.ts';
import { createAccessLimits } from './access/access-limits.ts';
import { guardOperations } from './access/guard-operations.ts';
import { guardPages } from './access/guard-pages.ts';
import { createIdentifyBearer, createIdentifyLink, createIdentifySession } from './access/identify-bearer.ts';
import type { RateLimits } from './access/rate-limits.ts';
import { receiveBody } from './access/receive-body.ts';
import { enterRowScope } from './access/row-scope.ts';
import { createSessionCookie } from './access/session-cookie.ts';
import { createVerifyToken } from './access/verify-token.ts';
import { addAuditRoutes, addOperatorAuditRoutes } from './audit/audit-routes.ts';
import { createLargeResponses } from './bodies/large-responses.ts';
import { addCallbackRoutes } from './callbacks/callback-routes.ts';
import type { FileRunner } from './children/file-runner.ts';
import { addConnectorPartRoutes } from './connectors/connector-part-routes.ts';
import { addConnectorChangeRoutes } from './connectors/connector-change-routes.ts';
import { addConnectorRoutes } from './connectors/connector-routes.ts';
import { consolePath, redirectBrowsers, serveConsole } from './console/serve-console.ts';
import { addCatalogueRoutes, listCategories } from './connectors/catalogue-routes.ts';
import { addLibraryRoutes, listPublicConnectors } from './connectors/library-routes.ts';
import { addVersionChangeRoutes } from './connectors/version-change-routes.ts';
import { addEditingRoutes } from './editing/editing-routes.ts';
import { addEntityRoutes, serveSchema } from './connectors/entity-routes.ts';
import { addDocumentRoutes } from './connectors/document-routes.ts';
import { addSearchRoutes } from './connectors/search-routes.ts';
import { addExtrasRoutes } from './connectors/extras-routes.ts';
import { createCutExcerpt } from './excerpts/cut-in-child.ts';
import { addExportRoutes } from './export/export-routes.ts';
import { addDiffRoutes } from './diff/diff-routes.ts';
import { addBasePath } from './http/add-base-path.ts';
import { handleErrors } from './http/error-handler.ts';
import { logRequests } from './http/log-requests.ts';
import { refuseNul } from './http/refuse-nul.ts';
import { assignRequestId } from './http/request-id.ts';
import { requireOneHost } from './http/require-one-host.ts';
import { securityHeaders } from './http/security-headers.ts';
import { addImportRoutes } from './imports/import-routes.ts';
import { addMessageRoutes } from './imports/message-routes.ts';
import { addKeyRoutes } from './operators/key-routes.ts';
import { addOrganisationRoutes } from './operators/organisation-routes.ts';
import { addSystemRoutes } from './operators/system-routes.ts';
import { createQueueDashboard, dashboardPath } from './operators/queue-dashboard.ts';
import { addOverlayRoutes } from './overlays/overlay-routes.ts';
import { createQuotas } from './quotas/quotas.ts';
import { addReimportRoutes } from './reimports/reimport-routes.ts';
import { addSharedRoutes } from './shares/admit-shares.ts';
import { addShareRoutes } from './shares/share-routes.ts';
import { addSessionRoutes } from './sessions/session-routes.ts';
import { createSignIn } from './sign-in/sign-in-routes.ts';
import { signInPath } from './sign-in/sign-in-path.ts';
import type { ProcessState } from './service/process-state.ts';
import { addDocumentationRoutes } from './service/documentation-routes.ts';
import { addServiceRoutes, requireFitDatabase, showLimits } from './service/service-routes.ts';
import type { ApiMetrics } from './metrics/api-metrics.ts';
import { observeRequests } from './metrics/observe-requests.ts';
import { traceRequests } from './metrics/trace-requests.ts';
import { cutOffStalled } from './server/cut-off-stalled.ts';
import { warnOfUntrustedProxy } from './server/warn-of-exposure.ts';
import { addUploadUrlRoutes } from './uploads/upload-url-routes.ts';
import { createReceiver } from './uploads/receive-upload.ts';

export interface ApiDependencies {
  readonly database: Database;
  readonly databaseCheck: Pick<DatabaseCheck, 'run' | 'fault'>;
  readonly queue: QueueProducer;
  readonly queueCheck: Pick<QueueCheck, 'run' | 'fault'>;
  readonly queueBoard: QueueBoard;
  readonly watcher: ImportWatcher;
  readonly rateLimits: RateLimits;
  readonly accessAudit: AccessAudit;
  readonly children: FileRunner;
  readonly logger: Logger;
  readonly metrics: ApiMetrics;
  readonly settings: Settings;
  readonly processState?: ProcessState;
  /** Folder of temporary upload files. */
  readonly uploadFolder: string;
  /** Base URL of this service. Known once it listens. */
  readonly baseUrl: () => string;
}

/** The HTTP interface: accepts, reads, streams. It never parses a document in its own process. */
export function createApi(dependencies: ApiDependencies): Express {
  const { database, settings, logger, baseUrl } = dependencies;
  const app = express();
  app.set('etag', 'strong');
  app.set('trust proxy', readTrustProxy(settings.TRUST_PROXY));
  app.use(
    assignRequestId,
    cutOffStalled(settings.RESPONSE_STALL_SECONDS * 1000),
    warnOfUntrustedProxy(settings, logger),
    logRequests(logger),
    observeRequests(dependencies.metrics),
    traceRequests,
  );
  const isHttps = settings.PUBLIC_BASE_URL?.startsWith('https:') ?? false;
  app.use(securityHeaders({ isHttps }));
  app.use(requireOneHost, compression(), redirectBrowsers);
  const callers = createCallers(dependencies, isHttps);
  const requireDatabase = requireFitDatabase(dependencies.databaseCheck);
  app.use(dashboardPath, requireDatabase, guardPages({ ...callers, baseUrl }), createQueueDashboard(dependencies));
  app.use(signInPath, requireDatabase, createSignIn({ ...dependencies, ...callers, isHttps }));
  app.use(consolePath, serveConsole());
  app.use(refuseNul, addBasePath, requireDatabase);
  addDocumentationRoutes(app, callers.limits);
  app.use(guardOperations({ database, ...callers, baseUrl }));
  // The scope is entered again, because a parser may go on in the context of the socket that it reads.
  app.use(...receiveBody(settings.MAX_JSON_BYTES), enterRowScope);

  addSharedRoutes(app, database);

  addServiceRoutes(app, dependencies);
  addSessionRoutes(app, { database, settings, cookie: callers.cookie, baseUrl });
  const quotas = createQuotas(dependencies);
  const large = createLargeResponses({ settings, folder: dependencies.uploadFolder });
  const cutExcerpt = createCutExcerpt(dependencies);
  const reading = { ...dependencies, large, quotas, cutExcerpt };
  const organisation = Router({ mergeParams: true });
  const receive = createReceiver({ folder: dependencies.uploadFolder, maxBytes: settings.MAX_UPLOAD_BYTES });
  addCallbackRoutes(organisation, dependencies);
  addImportRoutes(organisation, { ...reading, receive, allow: readAllowList(settings) });
  addMessageRoutes(organisation, reading);
  addShareRoutes(organisation, reading);
  addRoutesOfConnectors(organisation, reading);
  addUploadUrlRoutes(organisation, reading);
  addAuditRoutes(organisation, reading);
  const operator = Router();
  addOrganisationRoutes(operator, reading);
  addKeyRoutes(operator, reading);
  addSystemRoutes(operator, dependencies);
  addReimportRoutes(operator, reading);
  addOperatorAuditRoutes(operator, reading);
  app.use('/api/operator/v1', operator);
  app.get('/api/connect/v1/limits', showLimits(settings, quotas));
  app.get('/api/connect/v1/categories', listCategories);
  app.get('/api/connect/v1/connectors', listPublicConnectors(reading));
  app.use('/api/connect/v1/o/:organisation_id', organisation);
  app.get('/api/schemas/v1/o/:organisation_id/:connector_id/:version/:schema_filename', serveSchema(reading));
  app.use(handleErrors(dependencies));
  return app;
}

type ConnectorRouteDependencies = Parameters<typeof addExportRoutes>[1] &
  Parameters<typeof addConnectorRoutes>[1] &
  Parameters<typeof addDocumentRoutes>[1] &
  Parameters<typeof addOverlayRoutes>[1] &
  Parameters<typeof addEditingRoutes>[1];

/** Adds the routes of connectors, their versions and the entities of these. */
function addRoutesOfConnectors(organisation: Router, reading: ConnectorRouteDependencies): void {
  addConnectorRoutes(organisation, reading);
  addConnectorChangeRoutes(organisation, reading);
  addConnectorPartRoutes(organisation, reading);
  addCatalogueRoutes(organisation, reading);
  addLibraryRoutes(organisation, reading);
  addVersionChangeRoutes(organisation, reading);
  addOverlayRoutes(organisation, reading);
  addDocumentRoutes(organisation, reading);
  addSearchRoutes(organisation, reading);
  addEntityRoutes(organisation, reading);
  addEditingRoutes(organisation, reading);
  addExtrasRoutes(organisation, reading);
  addExportRoutes(organisation, reading);
  addDiffRoutes(organisation, reading);
}

/** How callers are identified, counted and recorded. */
function createCallers(dependencies: ApiDependencies, isHttps: boolean) {
  const { database, settings, logger, rateLimits, accessAudit, metrics } = dependencies;
  return {
    identify: createIdentifyBearer(database, createVerifyToken(settings, logger)),
    identifySession: createIdentifySession(database),
    identifyLink: createIdentifyLink(database),
    cookie: createSessionCookie({ isHttps }),
    limits: createAccessLimits(rateLimits, settings, metrics),
    audit: accessAudit,
  };
}

/** Express's `trust proxy`: the number of trusted proxies, or their addresses. */
function readTrustProxy(setting: string | undefined): number | string | false {
  if (setting === undefined) return false;
  return /^\d+$/.test(setting) ? Number(setting) : setting;
}
