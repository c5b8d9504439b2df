import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { Health } from '../../health/health.js';
import { NetworkInterface } from './network-interface.js';
import { NetworkAverages, NetworkStats } from './network-stats.js';
import { Problem } from './problem.js';
import { withSignIn } from './sign-in.docs.js';

/** Serves the description of REST as a page at /api/docs and as OpenAPI at /api/openapi.json. */
export function serveDocs(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, () => describeRest(app), {
    jsonDocumentUrl: 'api/openapi.json',
    customSiteTitle: 'weir API',
  });
}

/** The description, from the decorators of an application's controllers. */
export function describeRest(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('weir')
    .setDescription(
      'Network traffic of a fleet of Docker hosts, second by second. The dashboard uses GraphQL at `/graphql`.',
    )
    .setVersion('1')
    .build();
  const extraModels = [Health, NetworkAverages, NetworkInterface, NetworkStats, Problem];
  return withSignIn(SwaggerModule.createDocument(app, config, { extraModels }));
}
