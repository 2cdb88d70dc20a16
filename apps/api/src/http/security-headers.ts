import type { RequestHandler } from 'express';
import helmet from 'helmet';

const yearInSeconds = 365 * 24 * 3_600;

/**
 * Security headers of every response. Pages load resources of this origin only, and have no inline scripts and styles. HSTS is sent only if
 * clients use HTTPS.
 */
export function securityHeaders(options: { isHttps: boolean }): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'"],
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
