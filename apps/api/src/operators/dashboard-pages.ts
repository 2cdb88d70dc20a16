import { createRequire } from 'node:module';
import path from 'node:path';
import { createBullBoard } from '@bull-board/api';
import { ExpressAdapter } from '@bull-board/express';
import type { QueueBoard } from '@connectory/queue';
import type { Logger } from '@connectory/runtime';
import type { Express } from 'express';

type EntryRoute = Parameters<ExpressAdapter['setEntryRoute']>[0];

/** The dashboard's own page has a font of another origin and inline styles, which the content security policy forbids. */
class StrictAdapter extends ExpressAdapter {
  override setEntryRoute(entry: EntryRoute): this {
    const paths = [entry.route].flat();
    this.app.get(paths, (_request, response, next) => {
      const { name, params } = entry.handler({ basePath: this.basePath, uiConfig: this.uiConfig });
      response.render(name, params, (error, html) => {
        if (error === null) response.send(removeForbidden(html));
        else next(error);
      });
    });
    return this;
  }
}

function removeForbidden(html: string): string {
  return html
    .replaceAll(/<link href="https:[^<>]*>/g, '')
    .replaceAll(/<style>[^<]*<\/style>/g, '')
    .replaceAll(/ style="[^"]*"/g, '');
}

/** The pages of the queue dashboard, and the routes that they call. */
export function createDashboardPages(
  queues: Awaited<ReturnType<QueueBoard['adapters']>>,
  { basePath, logger }: { readonly basePath: string; readonly logger: Logger },
): Express {
  const adapter = new StrictAdapter();
  adapter.setBasePath(basePath);
  const uiBasePath = path.dirname(createRequire(import.meta.url).resolve('@bull-board/ui/package.json'));
  const options = { uiBasePath, uiConfig: { boardTitle: 'Connectory' } };
  createBullBoard({ queues, serverAdapter: adapter, options });
  // The default handler would send the message of the error.
  adapter.setErrorHandler((error) => {
    logger.error({ err: error }, 'queue dashboard failed');
    return { status: 500, body: { error: 'ERRORS.INTERNAL_SERVER_ERROR' } };
  });
  const pages: Express = adapter.getRouter();
  pages.disable('x-powered-by');
  return pages;
}
