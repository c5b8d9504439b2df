import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { Proxies, Reached } from '../proxies.js';

const YEAR_SECONDS = 31_536_000;
const HOST = /^[\w.:[\]-]+$/;

/**
 * Headers that keep a page from running what is not ours, should a name that an agent sends ever reach HTML unescaped.
 * Charts write inline styles; everything else is our own file. Where HTTPS is made in front of weir, whoever makes it says
 * whether nothing else is to be used.
 */
export function securityHeaders(proxies: Proxies, isTls: boolean): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        // What is not named is not wanted: frames, media, plug-ins.
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'", (request) => socketOrigins(proxies.reached(request))],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: isTls && { maxAge: YEAR_SECONDS, includeSubDomains: false },
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  });
}

/** 'self' covers WebSockets only in newer browsers. */
function socketOrigins({ host }: Reached): string {
  return host !== undefined && HOST.test(host) ? `ws://${host} wss://${host}` : "'self'";
}
