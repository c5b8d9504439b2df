import type { Server } from 'node:http';
import { type INestApplication, Logger } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { createDatabase } from '../store/database.js';
import { StoreSetup } from '../store/store-setup.js';
import { Credentials } from './credentials.js';
import { SetUp } from './set-up.js';

const EVERYWHERE: Readonly<Record<string, string>> = { '0.0.0.0': 'localhost', '::': 'localhost' };
/** PostgreSQL's word for a table that is not there. */
const UNDEFINED_TABLE = '42P01';

/** At the first run, once the database is there: logs the link by which the first admin is made. Who signs in locally needs none. */
export async function tellSetUpLink(app: INestApplication): Promise<void> {
  const config = app.get<Config>(CONFIG);
  if (config.isLocalSignIn || (await app.get(StoreSetup).ready()) === null) return;
  const [setUp, logger] = [app.get(SetUp), new Logger('access')];
  const address = (app.getHttpServer() as Server).address();
  try {
    if (await setUp.isSetUp()) return;
    const link = await setUp.link(dashboardUrl(config, typeof address === 'object' ? address?.port : undefined));
    logger.log(`nobody can sign in yet: within 24 hours make the first admin at ${link}`);
  } catch (error) {
    logger.warn(
      `no link to make the first admin by (${(error as Error).message}): weir-aggregator setup-link prints one`,
    );
  }
}

/** Makes a link for who runs weir, at any time: a sentence with it, or with why there is none. */
export async function newSetUpLink(config: Config): Promise<{ readonly ok: boolean; readonly line: string }> {
  const pool = createDatabase(config.databaseUrl);
  try {
    const link = await new SetUp(pool, new Credentials(pool, pool)).link(dashboardUrl(config));
    return { ok: true, line: `Once, and within 24 hours, whoever opens this makes an admin:\n${link}` };
  } catch (error) {
    const isBare = error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE;
    const reason = isBare ? 'it was never prepared: start weir once' : String((error as Error).message || error);
    return { ok: false, line: `no link could be written to the database that WEIR_DATABASE_URL names: ${reason}` };
  } finally {
    await pool.end();
  }
}

function dashboardUrl({ publicUrl, tls, tlsFolder, httpHost, httpPort }: Config, port = httpPort): string {
  const host = EVERYWHERE[httpHost] ?? (httpHost.includes(':') ? `[${httpHost}]` : httpHost);
  return publicUrl ?? `${tls || tlsFolder ? 'https' : 'http'}://${host}:${port}`;
}
