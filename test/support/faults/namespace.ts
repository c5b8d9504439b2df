import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { startProcess, type TestProcess } from '../process.js';
import { runAtExit } from '../reaper.js';

/** A network namespace with links to this machine's own, on which nobody chats: what they count is what the test sends. */
export interface TestNamespace {
  readonly name: string;
  /** Addresses on the far side of its links, one a link. */
  readonly addresses: readonly string[];
  /** This side's address and interface of the first link. */
  readonly near: { readonly address: string; readonly interface: string };
  /** Starts a process in it that does nothing, and waits until it is there. */
  occupy(): Promise<TestProcess>;
  /** Gives one of its links another name inside. */
  rename(index: number, from: string, to: string): void;
  /** Tells both sides of its links again who their neighbours are: an interface that goes down forgets them. */
  introduce(): void;
  /** Makes one of its links anew, under the same name and addresses. */
  recreate(index: number): void;
  remove(): void;
}

interface Link {
  readonly number: number;
  readonly name: string;
}

const PREFIX = randomBytes(2).toString('hex');
let namespaces = 0;
let links = 0;

const ip = (...args: readonly string[]): void => void execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
const near = ({ number }: Link): string => `wf${PREFIX}n${number}`;
/** Up to 128 links in a part of 10.214.0.0/15 of this process's own. */
const FIRST_ADDRESS = (process.pid % 256) * 512;
const address = ({ number }: Link, side: 1 | 2): string => {
  const host = FIRST_ADDRESS + number * 4 + side;
  return `10.${214 + (host >> 16)}.${(host >> 8) & 255}.${host & 255}`;
};
const mac = ({ number }: Link, side: 1 | 2): string =>
  `02:00:0${side}:00:${[number >> 8, number & 255].map((byte) => byte.toString(16).padStart(2, '0')).join(':')}`;

/** Creates a namespace with that many links, `eth0`, `eth1` … inside. Needs root. */
export async function createNamespace(count: number): Promise<TestNamespace> {
  const name = `weir-${PREFIX}-${namespaces++}`;
  runAtExit(`ip netns del ${name} 2>/dev/null`);
  ip('netns', 'add', name);
  const inside = (...command: readonly string[]): void =>
    void execFileSync('nsenter', [`--net=/run/netns/${name}`, ...command], { stdio: ['ignore', 'ignore', 'pipe'] });
  for (const which of ['all', 'default']) {
    inside('sh', '-c', `echo 1 > /proc/sys/net/ipv6/conf/${which}/disable_ipv6`);
  }
  ip('-n', name, 'link', 'set', 'lo', 'up');
  const mine = Array.from({ length: count }, (_, index): Link => ({ number: links++, name: `eth${index}` }));
  for (const link of mine) connect(name, link);
  const [first] = mine;
  if (!first) throw new Error('a namespace needs a link');
  return {
    name,
    addresses: mine.map((link) => address(link, 2)),
    near: { address: address(first, 1), interface: near(first) },
    occupy: () => occupy(name),
    rename: (index, from, to) => {
      ip('-n', name, 'link', 'set', from, 'down');
      ip('-n', name, 'link', 'set', from, 'name', to);
      ip('-n', name, 'link', 'set', to, 'up');
      const link = mine[index];
      if (link) introduce(name, link, to);
    },
    introduce: () => mine.forEach((link) => introduce(name, link)),
    recreate: (index) => {
      const link = mine[index];
      if (!link) throw new Error(`there is no link ${index}`);
      ip('link', 'del', near(link));
      connect(name, link);
    },
    remove: () => ip('netns', 'del', name),
  };
}

/** Neighbours are known for ever, so that not even ARP is heard. */
function connect(namespace: string, link: Link): void {
  const [here, there] = [address(link, 1), address(link, 2)];
  const peer = ['peer', 'name', link.name, 'address', mac(link, 2), 'netns', namespace];
  ip('link', 'add', near(link), 'address', mac(link, 1), 'type', 'veth', ...peer);
  writeFileSync(`/proc/sys/net/ipv6/conf/${near(link)}/disable_ipv6`, '1');
  ip('addr', 'add', `${here}/30`, 'dev', near(link));
  ip('link', 'set', near(link), 'up');
  ip('-n', namespace, 'addr', 'add', `${there}/30`, 'dev', link.name);
  ip('-n', namespace, 'link', 'set', link.name, 'up');
  introduce(namespace, link);
}

function introduce(namespace: string, link: Link, name = link.name): void {
  const [here, there] = [address(link, 1), address(link, 2)];
  ip('neigh', 'replace', there, 'lladdr', mac(link, 2), 'dev', near(link), 'nud', 'permanent');
  ip('-n', namespace, 'neigh', 'replace', here, 'lladdr', mac(link, 1), 'dev', name, 'nud', 'permanent');
}

async function occupy(name: string): Promise<TestProcess> {
  return startProcess({ name: 'sleep', command: 'nsenter', args: [`--net=/run/netns/${name}`, 'sleep', 'infinity'] });
}
