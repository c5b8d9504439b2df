// Before whatever is decorated.
import 'reflect-metadata';
import { isWell, toldFindings, unknownSettings } from '@weir/model';
import { type Config, readConfig } from './config/config.js';

/** Starts with the certificate of our own making, where there is to be one. What commands do not need is loaded here. */
async function start(config: Config, warnings: readonly string[]): Promise<void> {
  const { serve } = await import('./serve.js');
  if (config.tlsFolder === null) return serve(config, warnings);
  const { ownCertificate, ownNames } = await import('./tls/own-certificate.js');
  const own = await ownCertificate(config.tlsFolder, ownNames(config));
  return own.ok ? serve({ ...config, tls: own.tls }, warnings) : fail([own.fault]);
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
  const { newSetUpLink } = await import('./access/set-up-link.js');
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
  return read.ok ? start(read.config, warnings) : fail([...read.faults, ...warnings]);
}

function fail(faults: readonly string[]): void {
  for (const fault of faults) process.stderr.write(`weir aggregator: ${fault}\n`);
  process.exitCode = 1;
}

await run();
