import type { Server } from 'node:https';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Registry } from 'prom-client';
import { tellSetUpLink } from './access/set-up-link.js';
import { AppModule } from './app.module.js';
import type { Config } from './config/config.js';
import { JsonLogger } from './logger.js';
import { METRICS_REGISTRY } from './metrics/metrics.module.js';
import { secureOptions, TlsRenewal } from './tls/renewal.js';

/** Starts the roles of this process. Whatever they are, it answers how it does. */
export async function serve(config: Config, warnings: readonly string[]): Promise<void> {
  const logger = new JsonLogger(config.logLevel);
  for (const warning of warnings) logger.warn(warning, 'main');
  const root = await AppModule.with(config);
  // Bodies are read where they are expected, within limits of their own.
  const options = {
    logger,
    forceCloseConnections: true,
    bodyParser: false,
    ...(config.tls && { httpsOptions: secureOptions(config.tls.pair) }),
  };
  const app = await NestFactory.create<NestExpressApplication>(root, options);
  app.enableShutdownHooks();
  app.disable('x-powered-by');
  await configure(app, config);
  if (config.tls) {
    new TlsRenewal(app.getHttpServer() as Server, config.tls, logger, app.get<Registry>(METRICS_REGISTRY)).start();
  }
  await listen(app, config, logger);
  if (config.roles.has('api')) await tellSetUpLink(app);
}

/** Around the routes of every role stands the guard; that of the role api has more around them. */
async function configure(app: NestExpressApplication, config: Config): Promise<void> {
  if (config.roles.has('api')) (await import('./api/http.js')).configureHttp(app);
  else app.use((await import('./api/guard/guard.js')).guardOf(app));
}

async function listen(app: NestExpressApplication, { httpHost, httpPort }: Config, logger: JsonLogger): Promise<void> {
  try {
    await app.listen(httpPort, httpHost);
    logger.log(`listening on ${await app.getUrl()}`, 'main');
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    logger.error(
      `cannot listen on ${httpHost}:${httpPort} (${reason}): set WEIR_HTTP_PORT and WEIR_HTTP_HOST to a free address of this machine`,
      undefined,
      'main',
    );
    process.exitCode = 1;
    await app.close();
  }
}
