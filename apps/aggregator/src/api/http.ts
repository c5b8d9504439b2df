import { constants } from 'node:zlib';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ENROLMENT_PATH, RENEWAL_PATH } from '@weir/model';
import compression from 'compression';
import type { RequestHandler } from 'express';
import type { Registry } from 'prom-client';
import { CONFIG, type Config } from '../config/config.js';
import { METRICS_REGISTRY } from '../metrics/metrics.module.js';
import { StoreSetup } from '../store/store-setup.js';
import { onBehalfOfClient } from './caller.js';
import { corsOf } from './cors.js';
import { enrolmentRequests } from './enrol/enrolment-requests.js';
import { graphqlRequests } from './graphql/request.js';
import { guardOf } from './guard/guard.js';
import { PageOrigins } from './page-origins.js';
import { GRAPHQL_PATH, isApiPath, REST_PATH, SIGN_IN_PATH, TIMINGS_PATH } from './paths.js';
import { serveDocs } from './rest/docs.js';
import { Proxies } from './proxies.js';
import { readOnly } from './rest/methods.js';
import { oidcRequests } from './sign-in/oidc-requests.js';
import { signInRequests } from './sign-in/sign-in-requests.js';
import { serveDashboard } from './site/dashboard.js';
import { securityHeaders } from './site/headers.js';
import { TimingMetrics } from './timings/timing-metrics.js';
import { timingRequests } from './timings/timing-requests.js';
import { untilPrepared } from './unavailable.js';

/** What the HTTP server does around the routes: headers, compression, the dashboard's files, the page of REST. */
export function configureHttp(app: NestExpressApplication): void {
  const { dashboardDir, corsOrigins, tls, tlsFolder } = app.get<Config>(CONFIG);
  const origins = app.get(PageOrigins);
  // One that nobody signed may be replaced by a proxy: browsers are to remember nothing.
  app.use(securityHeaders(app.get(Proxies), tls !== null && tlsFolder === null));
  if (corsOrigins.length > 0) app.enableCors(corsOf(corsOrigins));
  // Before what packs answers: its files are packed, and its page is too small for it.
  app.use(serveDashboard(dashboardDir));
  app.use(compressed());
  app.use(guardOf(app));
  app.use(SIGN_IN_PATH, signInRequests(app));
  app.use(`${SIGN_IN_PATH}/oidc`, oidcRequests(app));
  serveDocs(app);
  const timings = new TimingMetrics(app.get<Registry>(METRICS_REGISTRY));
  app.use(TIMINGS_PATH, ...timingRequests(TIMINGS_PATH, timings, origins));
  app.use([ENROLMENT_PATH, RENEWAL_PATH], ...enrolmentRequests(app.get(Proxies)));
  app.use(REST_PATH, readOnly);
  app.use(GRAPHQL_PATH, ...graphqlRequests(origins));
  app.use([GRAPHQL_PATH, REST_PATH], untilPrepared(app.get(StoreSetup)), onBehalfOfClient);
}

/** What is made for one reader is large, and read once: the fastest level saves a third of the time for it. */
function compressed(): RequestHandler {
  const [files, answers] = [compression(), compression({ level: constants.Z_BEST_SPEED })];
  return (request, response, next) => {
    (isApiPath(request.path) ? answers : files)(request, response, next);
  };
}
