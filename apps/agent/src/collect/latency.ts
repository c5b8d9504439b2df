import type { LatencyState, Peer, PeerLatency } from '@weir/model';
import { MAX_PEERS } from '@weir/model';
import type { CollectorReport } from './reports.js';
import { type ConnectOutcome, tcpConnect } from './tcp-connect.js';

/** How things are measured, and by which clock. */
export interface LatencyOptions {
  /** Null while NATS does not answer. */
  readonly roundTripMs: () => Promise<number | null>;
  readonly monotonicMs: () => number;
  readonly connect?: (address: string, port: number, timeoutMs: number) => Promise<ConnectOutcome>;
}

/** One for NATS, one for each peer, one to rest: at one turn a second each is measured once in 10 s. */
const TURNS = MAX_PEERS + 2;
const TIMEOUT_MS = 2_000;
/** The aggregator names peers every minute; without it nobody wants to know. */
const PEERS_HOLD_MS = 600_000;

/**
 * How far it is to NATS and to the hosts that the aggregator names. One measurement a turn, however often and whatever it
 * names: forged control cannot make the agent connect faster than that.
 */
export class Latency {
  readonly name = 'latency' as const;
  private peers: readonly Peer[] = [];
  private peersEndAtMs = 0;
  private readonly measured = new Map<string, PeerLatency>();
  private natsMs: number | null = null;
  private begun = false;
  private turn = 0;
  private lastRun: CollectorReport = { name: this.name, durationMs: 0, failure: null };

  constructor(private readonly options: LatencyOptions) {}

  /** The newest measurements; null before the first. A peer that was not measured yet is left out. */
  latest(): LatencyState | null {
    return this.begun ? { natsMs: this.natsMs, peers: [...this.measured.values()] } : null;
  }

  report(): CollectorReport {
    return this.lastRun;
  }

  /** From now on these are measured; what is known of those among them stays known. */
  setPeers(peers: readonly Peer[]): void {
    this.peers = peers.slice(0, MAX_PEERS);
    this.peersEndAtMs = this.options.monotonicMs() + PEERS_HOLD_MS;
    const kept = new Set(this.peers.map(nameOf));
    for (const name of this.measured.keys()) if (!kept.has(name)) this.measured.delete(name);
  }

  /** Measures what is next in turn. */
  async next(): Promise<void> {
    const startMs = this.options.monotonicMs();
    if (startMs >= this.peersEndAtMs && this.peers.length > 0) this.setPeers([]);
    const turn = this.turn;
    this.turn = (turn + 1) % TURNS;
    try {
      await (turn === 0 ? this.measureNats() : this.measurePeer(this.peers[turn - 1]));
      this.lastRun = { name: this.name, durationMs: this.options.monotonicMs() - startMs, failure: null };
    } catch (error) {
      const failure = error instanceof Error ? error.message : String(error);
      this.lastRun = { name: this.name, durationMs: this.options.monotonicMs() - startMs, failure };
    }
  }

  private async measureNats(): Promise<void> {
    this.natsMs = rounded(await this.options.roundTripMs());
    this.begun = true;
  }

  private async measurePeer(peer: Peer | undefined): Promise<void> {
    if (!peer) return;
    const { ms, outcome } = await (this.options.connect ?? tcpConnect)(peer.address, peer.port, TIMEOUT_MS);
    // Another list may have come meanwhile.
    if (!this.peers.some((each) => nameOf(each) === nameOf(peer))) return;
    this.measured.set(nameOf(peer), { host: peer.host, ms: rounded(ms), outcome });
  }
}

function nameOf({ host, address, port }: Peer): string {
  return `${host} ${address} ${port}`;
}

/** To µs: the digits behind are noise, and cost bytes. */
function rounded(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms * 1_000) / 1_000;
}
