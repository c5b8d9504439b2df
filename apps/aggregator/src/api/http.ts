import type { NestExpressApplication } from '@nestjs/platform-express';
import compression from 'compression';
import { CONFIG, type Config } from '../config/config.js';
import { serveDocs } from './rest/docs.js';
import { serveDashboard } from './site/dashboard.js';
import { securityHeaders } from './site/headers.js';

/** What the HTTP server does around the routes: headers, compression, the dashboard's files, the page of REST. */
export function configureHttp(app: NestExpressApplication): void {
  const { dashboardDir } = app.get<Config>(CONFIG);
  app.use(securityHeaders());
  app.use(compression());
  app.use(serveDashboard(dashboardDir));
  serveDocs(app);
}
