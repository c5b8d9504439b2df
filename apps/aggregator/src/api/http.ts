import { constants } from 'node:zlib';
import type { NestExpressApplication } from '@nestjs/platform-express';
import compression from 'compression';
import type { RequestHandler } from 'express';
import { CONFIG, type Config } from '../config/config.js';
import { StoreSetup } from '../store/store-setup.js';
import { GRAPHQL_PATH } from './graphql/limits.js';
import { serveDocs } from './rest/docs.js';
import { serveDashboard } from './site/dashboard.js';
import { securityHeaders } from './site/headers.js';
import { untilPrepared } from './unavailable.js';

const REST_PATH = '/api/v1';

/** What the HTTP server does around the routes: headers, compression, the dashboard's files, the page of REST. */
export function configureHttp(app: NestExpressApplication): void {
  const { dashboardDir } = app.get<Config>(CONFIG);
  app.use(securityHeaders());
  app.use(compressed());
  app.use(serveDashboard(dashboardDir));
  serveDocs(app);
  app.use([GRAPHQL_PATH, REST_PATH], untilPrepared(app.get(StoreSetup)));
}

/** Columns of numbers are large, hardly shrink and are read once: the fastest level saves a third of the time for them. */
function compressed(): RequestHandler {
  const [files, columns] = [compression(), compression({ level: constants.Z_BEST_SPEED })];
  return (request, response, next) => (request.path === GRAPHQL_PATH ? columns : files)(request, response, next);
}
