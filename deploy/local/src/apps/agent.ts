import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { logFile, type LocalConfig } from '../config.js';
import { startChild } from '../process/child.js';
import { becomesReady } from '../process/readiness.js';
import type { Service } from '../process/supervise.js';

/** An agent that cannot run at all says so at once. */
const SETTLED_AFTER_MS = 500;

/** The agent of this machine. */
export function agentService(config: LocalConfig, natsUrl: string): Service {
  const log = logFile(config, 'agent');
  return {
    name: 'agent',
    logFile: log,
    stopSignal: 'SIGTERM',
    start: async () =>
      startChild({
        command: process.execPath,
        args: [join(config.root, 'apps/agent/dist/main.js')],
        env: { WEIR_NATS_URL: natsUrl, WEIR_STATE_DIR: join(config.home, 'agent') },
        logFile: log,
      }),
    ready: async (child) => {
      await Promise.race([sleep(SETTLED_AFTER_MS), child.exited]);
      await becomesReady('agent', child, log, async () => true, SETTLED_AFTER_MS);
    },
  };
}

/** True when something listens on the Docker socket the agent will use; an engine elsewhere is left to the agent. */
export function dockerListens(dockerHost: string): Promise<boolean> {
  if (!dockerHost.startsWith('unix://')) return Promise.resolve(true);
  return new Promise((resolve) => {
    const socket = connect(dockerHost.slice('unix://'.length));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
