import { startProcess, type TestProcess } from './process.js';

const MAIN = new URL('../../apps/agent/dist/main.js', import.meta.url).pathname;

/** Starts the built agent, or another build of it; it counts from its first tick, whether NATS is there or not. */
export function startAgent(env: Readonly<Record<string, string>>, main = MAIN): TestProcess {
  return startProcess({ name: 'agent', command: process.execPath, args: [main], env });
}
