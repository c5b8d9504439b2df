import { readFileSync } from 'node:fs';
import type { ProcRoot } from '../procfs/proc-root.fixture.js';

/** A recorded file of the kernel. */
export function recorded(name: string): string {
  return readFileSync(new URL(`../../fixtures/kernel/${name}`, import.meta.url), 'utf8');
}

/** Gives a network namespace its protocol counters; those that are not named stay as they were recorded. */
export function writeProtocols(root: ProcRoot, namespace: string, tcpInSegments: number, listenDrops = 0): void {
  root.write(`ns/${namespace}/snmp`, withField(recorded('snmp'), 'Tcp', 'InSegs', tcpInSegments));
  root.write(`ns/${namespace}/netstat`, withField(recorded('netstat'), 'TcpExt', 'ListenDrops', listenDrops));
  root.write(`ns/${namespace}/snmp6`, recorded('snmp6'));
}

/** Gives a host everything that is told of its state. */
export function writeHostState(root: ProcRoot, namespace = 'host'): void {
  for (const name of ['stat', 'meminfo', 'loadavg']) root.write(name, recorded(name));
  for (const name of ['softnet_stat', 'sockstat', 'sockstat6']) root.write(`ns/${namespace}/${name}`, recorded(name));
  root.write(`ns/${namespace}/stat/nf_conntrack`, recorded('nf_conntrack'));
}

/** Puts a value in place of a field's, in a file made of pairs of lines. */
function withField(text: string, table: string, field: string, value: number): string {
  const lines = text.split('\n');
  const header = lines.findIndex((line) => line.startsWith(`${table}: `));
  const column = (lines[header] ?? '').split(' ').indexOf(field);
  const values = (lines[header + 1] ?? '').split(' ');
  values[column] = String(value);
  lines[header + 1] = values.join(' ');
  return lines.join('\n');
}
