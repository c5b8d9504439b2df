import { parse } from 'graphql';
import WebSocket from 'ws';
import type { LiveSocket } from '../../../apps/dashboard/src/api/socket.js';
import { eventually } from '../eventually.js';

/** What a page with a live view sees: the dashboard's own socket, on a front with aggregators behind it. */
export class Watcher {
  /** Of each update: when it came, and of when it is. ms since 1970. */
  private readonly updates: { readonly cameMs: number; readonly atMs: number }[] = [];
  private stop: () => void = () => undefined;

  /** Begins to watch all interfaces of a host. */
  static async open(url: string, hostId: string): Promise<Watcher> {
    Object.assign(globalThis, { location: { href: url }, WebSocket });
    // Imported when there is a page for it.
    const { openSocket } = await import('../../../apps/dashboard/src/api/socket.js');
    const watcher = new Watcher();
    watcher.watch(openSocket(), hostId);
    await eventually('the live view shows something', () => watcher.newest());
    return watcher;
  }

  /** Ends the subscription; the page's socket stays open, as in a browser. */
  close(): void {
    this.stop();
  }

  /** How long after a moment the first update came that is of after it; null where none has. */
  backAfterMs(sinceMs: number): number | null {
    const first = this.updates.find(({ cameMs, atMs }) => cameMs > sinceMs && atMs > sinceMs);
    return first ? first.cameMs - sinceMs : null;
  }

  /** The longest time without an update since a moment. */
  longestPauseMs(sinceMs: number): number {
    const came = [sinceMs, ...this.updates.map(({ cameMs }) => cameMs).filter((ms) => ms > sinceMs), Date.now()];
    return Math.max(...came.slice(1).map((ms, index) => ms - (came[index] ?? ms)));
  }

  private newest(): number {
    const newest = this.updates.at(-1);
    if (!newest) throw new Error('nothing came');
    return newest.atMs;
  }

  private watch(socket: LiveSocket, hostId: string): void {
    const document = parse('subscription ($hosts: [ID!]) { traffic(filter: { hosts: $hosts }) { at } }');
    type Data = { readonly traffic: { readonly at: number } };
    this.stop = socket.subscribe<Data, { hosts: string[] }>(document as never, { hosts: [hostId] }, ({ traffic }) =>
      this.updates.push({ cameMs: Date.now(), atMs: traffic.at }),
    );
  }
}
