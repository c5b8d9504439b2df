import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import express, { type RequestHandler, type Response, Router } from 'express';
import { packedFiles } from './packed-files.js';

/** What the server answers itself; everything else is a page of the dashboard. */
const OWN_PATHS = /^\/(api|auth|graphql|healthz|livez|readyz|metrics)(\/|$)/;
/** The build names these files by their content: a new content is a new name. */
const HASHED_FILES = '/assets';
const FOR_EVER = 'public, max-age=31536000, immutable';

const MISSING_PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>weir</title></head><body>
<h1>The dashboard is not built</h1>
<p>weir collects and answers, but the folder of the dashboard holds no <code>index.html</code>.</p>
<p>Run <code>npm run build</code>, or set <code>WEIR_DASHBOARD_DIR</code> to the built files, then start weir again.</p>
<p><a href="/api/docs">REST</a> and <code>/graphql</code> work without it.</p>
</body></html>
`;

/** Serves the built dashboard; every path that is no file is a page within it, so that its addresses can be shared. */
export function serveDashboard(directory: string): Router {
  const index = join(directory, 'index.html');
  const router = Router();
  if (!existsSync(index)) {
    new Logger('dashboard').warn(`no dashboard in ${directory}: run "npm run build", or set WEIR_DASHBOARD_DIR`);
    return router.use(forPages((_request, response) => void response.status(503).type('html').send(MISSING_PAGE)));
  }
  const hashed = join(directory, HASHED_FILES);
  const setHeaders = (response: Response): void => void response.set('Cache-Control', FOR_EVER);
  router.use(HASHED_FILES, packedFiles(hashed, setHeaders), express.static(hashed, { index: false, setHeaders }));
  // Files that keep their names; the page itself is known.
  router.use(
    express.static(directory, { index: false, setHeaders: (response) => response.set('Cache-Control', 'no-cache') }),
  );
  const page = readFileSync(index, 'utf8');
  return router.use(
    forPages((_request, response) => void response.set('Cache-Control', 'no-cache').type('html').send(page)),
  );
}

/** A missing script must be 404, not a page: the browser would try to run it. */
function forPages(handle: RequestHandler): RequestHandler {
  return (request, response, next) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const isFile = /\.\w+$/.test(request.path);
    if (!isRead || isFile || OWN_PATHS.test(request.path)) next();
    else handle(request, response, next);
  };
}
