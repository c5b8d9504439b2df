import { join, resolve } from 'node:path';
import { Fault } from './fault.js';

/** The settings of `npm start`; everything else of `WEIR_*` goes to the programs as it is. */
export interface LocalConfig {
  /** The repository. */
  readonly root: string;
  /** Where all state is kept. */
  readonly home: string;
  readonly httpHost: string;
  readonly httpPort: number;
  /** Where others reach it: HTTP without TLS, by choice. */
  readonly isPlainHttp: boolean;
  /** A NATS server that runs elsewhere; one is started when absent. */
  readonly natsUrl: string | undefined;
  /** A database that runs elsewhere; one is started when absent. */
  readonly databaseUrl: string | undefined;
  readonly dockerHost: string;
  /** The level of the whole; the agent takes those of its collectors behind it, which nobody else knows. */
  readonly logLevel: string;
  /** `npm run demo`: with simulated hosts, and all state apart from that of `npm start`. */
  readonly isDemo: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment; an empty variable is one that is not set. */
export function readConfig(environment: Environment, root: string, isDemo = false): LocalConfig {
  const value = (name: string): string | undefined => environment[name]?.trim() || undefined;
  if (isDemo) refuseElsewhere(value);
  return {
    root,
    home: resolve(root, value('WEIR_HOME') ?? '.weir', isDemo ? 'demo' : ''),
    httpHost: value('WEIR_HTTP_HOST') ?? '127.0.0.1',
    httpPort: readPort(value('WEIR_HTTP_PORT') ?? '8080'),
    isPlainHttp: value('WEIR_PLAIN_HTTP') === 'true',
    natsUrl: value('WEIR_NATS_URL'),
    databaseUrl: value('WEIR_DATABASE_URL'),
    dockerHost: value('DOCKER_HOST') ?? 'unix:///var/run/docker.sock',
    logLevel: value('WEIR_LOG_LEVEL')?.split(',')[0]?.trim() ?? '',
    isDemo,
  };
}

/** Simulated hosts among real ones would be there for good. */
function refuseElsewhere(value: (name: string) => string | undefined): void {
  const named = ['WEIR_DATABASE_URL', 'WEIR_NATS_URL'].find((name) => value(name) !== undefined);
  if (named === undefined) return;
  throw new Fault(`The demo brings a database and a NATS of its own: unset ${named}, or run npm start to use it.`);
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
  if (!(port >= 1 && port <= 65_535)) throw new Fault('WEIR_HTTP_PORT must be a whole number between 1 and 65535.');
  return port;
}

/** Where a program's output goes. */
export function logFile(config: Pick<LocalConfig, 'home'>, name: string): string {
  return join(config.home, 'logs', `${name}.log`);
}
