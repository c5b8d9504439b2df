import 'reflect-metadata';
import type { Server } from 'node:https';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { isWell, toldFindings, unknownSettings } from '@weir/model';
import type { Registry } from 'prom-client';
import { newSetUpLink, tellSetUpLink } from './access/set-up-link.js';
import { AppModule } from './app.module.js';
import { type Config, readConfig } from './config/config.js';
import { JsonLogger } from './logger.js';
import { METRICS_REGISTRY } from './metrics/metrics.module.js';
import { ownCertificate, ownNames } from './tls/own-certificate.js';
import { secureOptions, TlsRenewal } from './tls/renewal.js';

/** Starts with the certificate of our own making, where there is to be one. */
async function startSecured(config: Config, warnings: readonly string[]): Promise<void> {
  if (config.tlsFolder === null) return start(config, warnings);
  const own = await ownCertificate(config.tlsFolder, ownNames(config));
  return own.ok ? start({ ...config, tls: own.tls }, warnings) : fail([own.fault]);
}

/** Starts the roles of this process. Whatever they are, it answers how it does. */
async function start(config: Config, warnings: readonly string[]): Promise<void> {
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

/** Looks, says what it found, and ends with 1 where something is to be mended. */
async function doctor(isJson: boolean): Promise<void> {
  const { examine } = await import('./doctor/doctor.js');
  const findings = await examine(process.env);
  process.stdout.write(toldFindings(findings, isJson));
  process.exitCode = isWell(findings) ? 0 : 1;
}

/** Makes keys for a NATS with accounts, and says which files it made. */
async function makeNatsKeys(args: readonly string[]): Promise<void> {
  const { natsKeys } = await import('./enrol/make-keys/command.js');
  const done = await natsKeys(args);
  if (done.ok) process.stdout.write(`${done.lines.join('\n')}\n`);
  else fail(done.faults);
}

/** Prints a link that makes an admin: for the first run, and where nobody else can sign in any more. */
async function printSetUpLink(config: Config): Promise<void> {
  const { ok, line } = await newSetUpLink(config);
  if (ok) process.stdout.write(`${line}\n`);
  else fail([line]);
}

function run(): Promise<void> | void {
  const [command, ...more] = process.argv.slice(2);
  if (command === 'nats-keys') return makeNatsKeys(more);
  if (command === 'doctor' && more.every((each) => each === '--json')) return doctor(more.length > 0);
  if (command !== undefined && (command !== 'setup-link' || more.length > 0))
    return fail(['takes no arguments but: doctor [--json], nats-keys FOLDER, setup-link']);
  const read = readConfig(process.env);
  const warnings = unknownSettings(process.env);
  if (read.ok && command === 'setup-link') return printSetUpLink(read.config);
  return read.ok ? startSecured(read.config, warnings) : fail([...read.faults, ...warnings]);
}

function fail(faults: readonly string[]): void {
  for (const fault of faults) process.stderr.write(`weir aggregator: ${fault}\n`);
  process.exitCode = 1;
}

await run();
