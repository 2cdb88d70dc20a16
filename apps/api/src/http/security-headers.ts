import type { RequestHandler } from 'express';
import helmet from 'helmet';

const yearInSeconds = 365 * 24 * 3_600;

/**
 * What browsers are told with every answer. Pages load from this origin alone and run no script that stands in them; styles may stand
 * in them, which the pages of the documentation and of the queues do. HTTPS is insisted on where clients are known to come by it.
 */
export function securityHeaders(options: { isHttps: boolean }): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        scriptSrcAttr: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
      },
    },
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: options.isHttps ? { maxAge: yearInSeconds, includeSubDomains: false } : false,
  });
}
