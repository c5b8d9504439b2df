import { connect as connectSocket } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../../deploy/local/src/process/port.js';
import { startProcess, type TestProcess } from './process.js';
import { removeDirectory, stopLater, temporaryDirectory } from './reaper.js';
import { eventually, STARTED_WITHIN_MS } from './eventually.js';

/** A real nats-server with JetStream on a loopback port; what it stores survives kill and restart. */
export interface TestNats {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** All it has said, over all its starts. */
  log(): string;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Removes all that it stored, as when a disk is lost; it must not run. */
  loseDisk(): Promise<void>;
  /** Starts it again (after a kill when it runs) on the same port and store. */
  restart(): Promise<void>;
  /** Ends it and removes its store. */
  stop(): Promise<void>;
}

/** Which server, and settings added to its configuration file. */
export interface NatsOptions {
  readonly command?: string;
  /** The address it listens on: this machine's loopback, unless others must reach it. */
  readonly host?: string;
  readonly args?: readonly string[];
}

/** Starts a nats-server and waits until it answers. */
export async function startNats(options: NatsOptions = {}): Promise<TestNats> {
  const { command = 'nats-server', host = '127.0.0.1', args = [] } = options;
  const directory = temporaryDirectory('nats');
  const port = await freePort();
  const server = startProcess({
    name: 'nats-server',
    command,
    args: ['-a', host, '-p', String(port), '-js', '-sd', directory, ...args],
    logFile: join(directory, 'log'),
  });
  await answers(host, port, server);
  const stop = stopLater(async () => {
    await server.stop('SIGINT');
    await removeDirectory(directory);
  });
  return {
    url: `nats://${host}:${port}`,
    port,
    get pid() {
      return server.pid;
    },
    log: () => server.log(),
    kill: () => server.kill(),
    loseDisk: () => removeDirectory(join(directory, 'jetstream')),
    restart: async () => {
      await server.restart();
      await answers(host, port, server);
    },
    stop,
  };
}

async function answers(host: string, port: number, server: TestProcess): Promise<void> {
  const mustGreet = async (): Promise<void> => {
    if (!(await greeted(host, port))) throw new Error(server.log());
  };
  await eventually('nats-server answers', mustGreet, STARTED_WITHIN_MS);
}

async function greeted(host: string, port: number): Promise<boolean> {
  const socket = connectSocket(port, host);
  try {
    const [line] = (await once(socket, 'data')) as [Buffer];
    return line.toString().startsWith('INFO');
  } finally {
    socket.destroy();
  }
}
