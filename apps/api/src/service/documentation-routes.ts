import express, { type Express } from 'express';
import getAbsoluteFSPath from 'swagger-ui-dist/absolute-path.js';
import type { AccessLimits } from '../access/access-limits.ts';
import { strictPolicy } from '../http/strict-policy.ts';
import { documentationScript } from './documentation-script.ts';

/** Adds the public page that renders the OpenAPI document. It is not an operation of the API. */
export function addDocumentationRoutes(app: Express, limits: AccessLimits): void {
  app.use('/docs', async (request, response, next) => {
    await limits.takeAnonymous(request, response);
    response.set('Content-Security-Policy', strictPolicy);
    next();
  });
  app.get('/docs', (request, response, next) => {
    // Relative assets need the slash. The address is relative too: a proxy may serve the page below another path.
    if (request.path.endsWith('/')) next();
    else response.redirect(301, 'docs/');
  });
  app.get('/docs/', (_request, response) => {
    response.type('html').send(page);
  });
  app.get('/docs/start.js', (_request, response) => {
    response.type('js').send(documentationScript);
  });
  app.use('/docs', express.static(getAbsoluteFSPath(), { index: false }));
}

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Connectory API</title>
<link rel="icon" href="favicon-32x32.png">
<link rel="stylesheet" href="swagger-ui.css">
</head>
<body>
<div id="docs">Loading the OpenAPI document …</div>
<script src="swagger-ui-bundle.js"></script>
<script src="start.js"></script>
</body>
</html>
`;
