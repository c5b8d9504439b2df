import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { logFile, type LocalConfig } from '../config.js';
import { startChild } from '../process/child.js';
import { becomesReady } from '../process/readiness.js';
import type { Service } from '../process/supervise.js';
import type { NatsProgram } from './program.js';

const READY_WITHIN_MS = 60_000; // Docker may have to fetch the image

/** NATS with JetStream on a loopback port; its store is kept under the home folder. */
export function natsService(config: LocalConfig, program: NatsProgram, port: number): Service {
  const log = logFile(config, 'nats');
  const store = join(config.home, 'nats');
  return {
    name: 'NATS',
    logFile: log,
    stopSignal: 'SIGTERM',
    start: async () => {
      await mkdir(store, { recursive: true });
      if (program.kind === 'docker') await removeContainer(port);
      return startChild({ ...natsCommand(program, port, store), logFile: log });
    },
    ready: (child) => becomesReady('NATS', child, log, () => greets(port), READY_WITHIN_MS),
  };
}

/** The command line of the server, or of the container it runs in. */
export function natsCommand(program: NatsProgram, port: number, store: string): { command: string; args: string[] } {
  if (program.kind === 'program') {
    return { command: program.path, args: ['-a', '127.0.0.1', '-p', String(port), '-js', '-sd', store] };
  }
  const options = [
    '--rm',
    '--init',
    '--name',
    containerName(port),
    '-p',
    `127.0.0.1:${port}:4222`,
    '-v',
    `${store}:/data`,
  ];
  return { command: 'docker', args: ['run', ...options, program.image, '-js', '-sd', '/data'] };
}

function containerName(port: number): string {
  return `weir-nats-${port}`;
}

/** A killed docker client leaves its container behind. */
async function removeContainer(port: number): Promise<void> {
  await promisify(execFile)('docker', ['rm', '--force', containerName(port)]).catch(() => undefined);
}

async function greets(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    const [line] = (await once(socket, 'data', { signal: AbortSignal.timeout(2_000) })) as [Buffer];
    return line.toString().startsWith('INFO');
  } finally {
    socket.destroy();
  }
}
