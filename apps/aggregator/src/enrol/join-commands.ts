import { X509Certificate } from 'node:crypto';
import { fingerprintOf } from '../tls/fingerprint.js';

/** A line that makes a host join, and what it needs there. */
export interface JoinCommand {
  readonly way: string;
  readonly command: string;
}

/** What goes into the line. */
export interface JoinLine {
  /** The aggregator's address as hosts reach it. */
  readonly url: string;
  readonly secret: string;
  /** Null where authorities know the certificate. */
  readonly pin: string | null;
}

const IMAGE = 'weir-agent:0.1.0';
/** As deploy/compose/agent.yml runs it; without Docker's socket the agent knows the name of its container alone. */
const DOCKER =
  'docker run -d --name weir-agent --restart unless-stopped --read-only --cap-drop ALL --security-opt no-new-privileges:true ' +
  '--memory 256m --pids-limit 64 --log-driver json-file --log-opt max-size=10m --log-opt max-file=3 ' +
  '-v /proc:/host/proc:ro -v /sys:/host/sys:ro -v weir-agent:/var/lib/weir-agent -e WEIR_HOST_NAME="$(hostname)"';
const COMPOSE = 'docker compose -f deploy/compose/agent.yml up -d';
const PROCESS = 'node apps/agent/dist/main.js';

/** The lines of a join token: each holds its secret. */
export function joinCommands(line: JoinLine): readonly JoinCommand[] {
  const settings = settingsOf(line).map(([name, value]) => `${name}=${quoted(value)}`);
  return [
    { way: 'Docker', command: [DOCKER, ...settings.map((each) => `-e ${each}`), IMAGE].join(' ') },
    { way: 'Docker Compose, with names of containers', command: [...settings, COMPOSE].join(' ') },
    { way: 'Process', command: [...settings, PROCESS].join(' ') },
  ];
}

/** The certificate in PEM as agents pin it; null where somebody else signed it, whom hosts may know. */
export function pinOf(pem: string): string | null {
  const certificate = new X509Certificate(pem);
  return certificate.checkIssued(certificate) ? fingerprintOf(pem) : null;
}

/** Whether agents send their token there: encrypted, or not at all out of this machine. */
export function isJoinable(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
}

function settingsOf({ url, secret, pin }: JoinLine): [string, string][] {
  const settings: [string, string][] = [
    ['WEIR_JOIN_URL', url],
    ['WEIR_JOIN_TOKEN', secret],
  ];
  return pin === null ? settings : [...settings, ['WEIR_JOIN_PIN', pin]];
}

/** An address may hold what a shell would run. */
function quoted(text: string): string {
  return /^[\w@%+=:,./[\]-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
