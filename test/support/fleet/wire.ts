import { execFileSync } from 'node:child_process';
import { runAtExit } from '../reaper.js';
import { freeSubnet } from '../subnet.js';

/** What joins the hosts of a lab, as a switch would: a bridge of this machine, on a subnet of its own. Needs root. */
export interface Wire {
  readonly bridge: string;
  /** This machine's own address on it. */
  readonly address: string;
  readonly subnet: string;
  /** The address of host 1, 2, 3 … */
  addressOf(host: number): string;
  /** The upper half of the subnet, in ranges apart for each host: for containers that are on the wire themselves. */
  containerRangeOf(host: number): string;
  /** Gives the network namespace of a process an interface `eth0` on the wire. */
  plug(host: number, pid: number): void;
  remove(): void;
}

/** Links to a peer take 10.213.1 to 10.213.200. */
const SUBNETS = { first: '10.213.201.0', bits: 24, count: 54 };

let created = 0;

/** Lays a wire that is taken away again when the test process has ended. */
export function layWire(): Wire {
  const subnet = freeSubnet(SUBNETS);
  const bridge = `wl${process.pid % 1_000_000}-${created++}`;
  const address = subnet.address(1);
  const through = ['-i', bridge, '-o', bridge, '-j', 'ACCEPT'];
  const undo = `iptables -w -D FORWARD ${through.join(' ')} 2>/dev/null; ip link delete ${bridge} 2>/dev/null; true`;
  const addressOf = (host: number): string => subnet.address(10 + host);
  const remove = (): void => run('sh', '-c', undo);
  runAtExit(undo);
  // What a process of the same number left behind, if any.
  remove();
  ip('link', 'add', bridge, 'type', 'bridge');
  ip('addr', 'add', `${address}/24`, 'dev', bridge);
  ip('link', 'set', bridge, 'up');
  // Whatever the machine's firewall does with forwarded packets.
  run('iptables', '-w', '-I', 'FORWARD', ...through);
  return {
    ...{ bridge, address, addressOf, subnet: subnet.text },
    containerRangeOf: (host) => `${subnet.address(128 + 8 * (host - 1))}/29`,
    plug: (host, pid) => {
      const near = `${bridge}-${host}`;
      ip('link', 'add', near, 'master', bridge, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(pid));
      ip('link', 'set', near, 'up');
      const inside = (...args: string[]): void => run('nsenter', `--net=/proc/${pid}/ns/net`, 'ip', ...args);
      inside('link', 'set', 'lo', 'up');
      inside('addr', 'add', `${addressOf(host)}/24`, 'dev', 'eth0');
      inside('link', 'set', 'eth0', 'up');
      inside('route', 'add', 'default', 'via', address);
    },
    remove,
  };
}

const run = (command: string, ...args: string[]): void => void execFileSync(command, args, { stdio: 'pipe' });
const ip = (...args: string[]): void => run('ip', ...args);
