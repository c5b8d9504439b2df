// First, so that it holds for the libraries too.
import './v8-flags.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Finding, foundSettings, isWell, toldFindings, unknownSettings } from '@weir/model';
import { type Logger, pino } from 'pino';
import { type Config, readConfig } from './config/config.js';
import { type Flags, HELP, readFlags } from './config/flags.js';
import { examine } from './doctor/examine.js';
import { StdoutTransport } from './publish/stdout.js';
import { readingMode } from './reading-mode.js';
import { type RunningAgent, startAgent } from './start.js';
import { VERSION } from './version.js';

type RunFlags = Extract<Flags, { readonly kind: 'run' }>;

/** How long a stopping agent waits for acknowledgements. */
const FLUSH_MS = 1_500;
const STDERR = 2;

main(readFlags(process.argv.slice(2)));

function main(flags: Flags): void {
  if (flags.kind === 'help') process.stdout.write(HELP);
  else if (flags.kind === 'version') process.stdout.write(`${VERSION}\n`);
  else if (flags.kind === 'fault') fail([flags.text]);
  else if (flags.kind === 'doctor') void doctor(flags.json);
  else {
    const result = readConfig(process.env);
    const warnings = unknownSettings(process.env);
    if (result.ok) run(result.config, flags, warnings);
    else fail([...result.faults, ...warnings]);
  }
}

/** Looks, says what it found, and ends with 1 where something is to be mended. */
async function doctor(isJson: boolean): Promise<void> {
  const result = readConfig(process.env);
  const findings: readonly Finding[] = [
    ...foundSettings(process.env, result.ok ? [] : result.faults),
    ...(result.ok ? await examine(result.config, readingMode(result.config, process.platform).kind === 'docker') : []),
  ];
  process.stdout.write(toldFindings(findings, isJson));
  // An engine that hangs must not keep it.
  process.exit(isWell(findings) ? 0 : 1);
}

function fail(faults: readonly string[]): void {
  for (const fault of faults) process.stderr.write(`weir agent: ${fault}\n`);
  process.exitCode = 1;
}

function run(config: Config, flags: RunFlags, warnings: readonly string[]): void {
  const options = { level: config.logLevels.base, base: { app: 'weir-agent' } };
  const log = flags.stdout ? pino(options, pino.destination(STDERR)) : pino(options);
  for (const warning of warnings) log.warn(warning);
  try {
    const agent = start(config, log, flags);
    const stop = (signal: string): void => {
      log.info({ signal }, 'stopping');
      void agent.stop(FLUSH_MS).then(() => process.exit(0));
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
    if (flags.once) void lookOnce(agent, config.intervalMs).then(() => process.exit(0));
  } catch (error) {
    log.fatal({ err: error }, 'weir agent cannot start');
    process.exitCode = 1;
  }
}

function start(config: Config, log: Logger, { once, stdout }: RunFlags): RunningAgent {
  if (!stdout) return startAgent(config, log, { once });
  // Whoever reads the lines may have read enough.
  process.stdout.on('error', () => process.exit(0));
  return startAgent(config, log, { once, keeping: false, transport: () => new StdoutTransport(process.stdout) });
}

/** What an interval brought is known at its second end. */
async function lookOnce(agent: RunningAgent, intervalMs: number): Promise<void> {
  agent.tick();
  await sleep(intervalMs);
  await agent.stop(FLUSH_MS);
}
