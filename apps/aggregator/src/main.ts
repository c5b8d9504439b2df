import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { type Config, readConfig } from './config/config.js';
import { JsonLogger } from './logger.js';

/** Starts the roles of this process; it serves HTTP only where it has the role `api`. */
async function start(config: Config): Promise<void> {
  const logger = new JsonLogger(config.logLevel);
  const root = await AppModule.with(config);
  if (!config.roles.has('api')) {
    const app = await NestFactory.createApplicationContext(root, { logger });
    app.enableShutdownHooks();
    return;
  }
  const app = await NestFactory.create<NestExpressApplication>(root, { logger, forceCloseConnections: true });
  app.enableShutdownHooks();
  const { configureHttp } = await import('./api/http.js');
  configureHttp(app);
  await app.listen(config.httpPort, config.httpHost);
  logger.log(`listening on ${await app.getUrl()}`, 'main');
}

const read = readConfig(process.env);
if (read.ok) {
  await start(read.config);
} else {
  process.stderr.write(`weir cannot start:\n${read.faults.map((fault) => `  ${fault}\n`).join('')}`);
  process.exitCode = 2;
}
