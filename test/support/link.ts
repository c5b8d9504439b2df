import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { COUNTERS, type PerCounter, perCounter } from '@weir/model';
import { runAtExit } from './reaper.js';
import { freeSubnet } from './subnet.js';

/** A second machine in miniature: a network namespace joined to this one by a veth pair. Needs root. */
export interface PeerLink {
  /** The interface on this side; its counters start at zero. */
  readonly interface: string;
  readonly namespace: string;
  /** The peer's. */
  readonly address: string;
  /** Sends bytes from the peer over TCP; resolves when all have arrived. */
  receive(bytes: number): Promise<void>;
  /** Sends at a steady rate until the returned function is called; it resolves when the sender has stopped. */
  receiveSteadily(bytesPerSecond: number): Promise<() => Promise<void>>;
  /** Deletes the interface and makes it anew under the same name: its counters start again at zero. */
  recreate(): void;
  remove(): void;
}

// Runs inside the peer's namespace: connects, sends `total` bytes (0 = until the end of standard input) at a rate, and ends.
const SENDER = `
const [host, port, total, bytesPerSecond] = process.argv.slice(1);
const socket = require('node:net').connect(Number(port), host, async () => {
  const chunk = Buffer.alloc(bytesPerSecond === '0' ? 65536 : Math.ceil(Number(bytesPerSecond) / 20));
  let left = Number(total) || Infinity;
  process.stdin.on('end', () => { left = 0; }).resume();
  while (left > 0) {
    const size = Math.min(left, chunk.length);
    if (!socket.write(chunk.subarray(0, size))) await require('node:events').once(socket, 'drain');
    left -= size;
    await new Promise((resolve) => (bytesPerSecond === '0' ? setImmediate(resolve) : setTimeout(resolve, 50)));
  }
  socket.end();
});
socket.on('close', () => process.exit());
socket.on('error', (error) => { console.error(error.message); process.exit(1); });
`;

let created = 0;

/** Wires of a lab take 10.213.201 to 10.213.254. */
const SUBNETS = { first: '10.213.1.0', bits: 30, count: 12_800 };

/** Creates a link on a private subnet of its own; it is removed when the test process has ended, if not before. */
export function createPeerLink(): PeerLink {
  const { address } = freeSubnet(SUBNETS);
  const suffix = `${process.pid.toString(36)}-${created++}`;
  const [namespace, near, far] = [`weir-${suffix}`, `wt${suffix}`, `wp${suffix}`];
  const undo = `ip link delete ${near} 2>/dev/null; ip netns delete ${namespace} 2>/dev/null; true`;
  const remove = (): void => void execFileSync('sh', ['-c', undo]);
  const ip = (...args: string[]): void => void execFileSync('ip', args);
  const connectPeer = (): void => {
    ip('link', 'add', near, 'type', 'veth', 'peer', 'name', far, 'netns', namespace);
    ip('addr', 'add', `${address(1)}/30`, 'dev', near);
    writeFileSync(`/proc/sys/net/ipv6/conf/${near}/disable_ipv6`, '1');
    ip('link', 'set', near, 'up');
    ip('-n', namespace, 'addr', 'add', `${address(2)}/30`, 'dev', far);
    ip('-n', namespace, 'link', 'set', far, 'up');
  };
  runAtExit(undo);
  // What a process of the same number left behind, if any.
  remove();
  ip('netns', 'add', namespace);
  // Without IPv6 on either side nobody chats on the link, looking for routers for minutes: what it counts is what the test sends.
  ip('netns', 'exec', namespace, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6');
  connectPeer();

  async function start(bytes: number, bytesPerSecond: number): Promise<{ end(): void; done: Promise<void> }> {
    const server = createServer((socket) => socket.resume().on('error', () => undefined));
    server.listen(0, address(1));
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const args = ['netns', 'exec', namespace, process.execPath, '-e', SENDER];
    const sender = spawn('ip', [...args, address(1), String(port), String(bytes), String(bytesPerSecond)], {
      stdio: ['pipe', 'inherit', 'inherit'],
    });
    const done = once(sender, 'exit').then(([code]) => {
      server.close();
      if (code !== 0) throw new Error(`the sender in ${namespace} ended with code ${code}`);
    });
    return { end: () => sender.stdin.end(), done };
  }

  return {
    interface: near,
    namespace,
    address: address(2),
    receive: async (bytes) => (await start(bytes, 0)).done,
    receiveSteadily: async (bytesPerSecond) => {
      const { end, done } = await start(0, bytesPerSecond);
      return () => (end(), done);
    },
    recreate: () => {
      ip('link', 'del', near);
      connectPeer();
    },
    remove,
  };
}

/** The columns of `net/dev` that hold COUNTERS, in their order. */
const NET_DEV_COLUMNS = [0, 8, 1, 9, 2, 10, 3, 11] as const;

/** The kernel's own counters of an interface, read apart from the agent's code, so that a test can disagree with it. */
export function kernelCounters(interfaceName: string, pid: number | 'self' = 'self'): PerCounter<bigint> {
  const line = readFileSync(`/proc/${pid}/net/dev`, 'utf8')
    .split('\n')
    .find((text) => text.trimStart().startsWith(`${interfaceName}:`));
  if (!line) throw new Error(`no interface ${interfaceName} in /proc/${pid}/net/dev`);
  const fields = line
    .slice(line.indexOf(':') + 1)
    .trim()
    .split(/\s+/);
  return perCounter((_counter, index) => BigInt(fields[NET_DEV_COLUMNS[index] ?? -1] ?? ''));
}

/** Kernel counters as decimal texts in COUNTERS' order, the way the REST API gives them. */
export function asTexts(counters: PerCounter<bigint>): PerCounter<string> {
  return Object.fromEntries(COUNTERS.map((counter) => [counter, String(counters[counter])])) as PerCounter<string>;
}
