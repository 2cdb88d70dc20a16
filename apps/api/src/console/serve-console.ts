import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type RequestHandler, Router } from 'express';
import { strictPolicy } from '../http/strict-policy.ts';

export const consolePath = '/console';

/** The built files of `apps/console`. */
const folder = fileURLToPath(new URL('../../../console/dist/', import.meta.url));

/**
 * Serves the web console below `/console/`. Files with a hash in their name never change. Every other path is a page of the console, which
 * the script of `index.html` shows. Without a build of the console all paths are unknown.
 */
export function serveConsole(): RequestHandler {
  const router = Router();
  if (!existsSync(path.join(folder, 'index.html'))) return router;
  router.use((request, response, next) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return next('router');
    response.set('Content-Security-Policy', strictPolicy);
    if (request.originalUrl.split('?')[0] === consolePath) return response.redirect(301, `${consolePath}/`);
    return next();
  });
  router.use('/assets', express.static(path.join(folder, 'assets'), { immutable: true, maxAge: '1y', index: false }));
  router.use('/assets', (_request, _response, next) => next('router'));
  router.use((_request, response) => {
    response.set('Cache-Control', 'no-cache');
    response.sendFile('index.html', { root: folder, cacheControl: false });
  });
  return router;
}

/** Sends browsers that open `/` to the console. Other clients get the error of an unknown path. */
export const redirectBrowsers: RequestHandler = (request, response, next) => {
  const isPage = request.path === '/' && request.method === 'GET' && request.accepts(['json', 'html']) === 'html';
  if (isPage) response.vary('Accept').redirect(302, `${consolePath}/`);
  else next();
};
