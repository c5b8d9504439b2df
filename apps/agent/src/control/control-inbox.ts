import { isIP } from 'node:net';
import { type ControlMessage, type Decoded, decodeControl, describeRefusal, type Focus, type Peer } from '@weir/model';
import type { Logger } from 'pino';

/** What became of control messages. */
export interface ControlCounts {
  readonly obeyed: number;
  readonly refused: number;
}

/** Who does what is asked. */
export interface Obedience {
  focus(lease: Focus): void;
  peers(peers: readonly Peer[]): void;
}

/** Takes in what the aggregator asks of this host. Anybody on the network might have sent it, so it refuses what does not fit. */
export class ControlInbox {
  private obeyed = 0;
  private refused = 0;

  constructor(
    private readonly host: string,
    private readonly obedience: Obedience,
    private readonly log: Pick<Logger, 'warn'>,
  ) {}

  receive(payload: Uint8Array): void {
    const decoded = decodeFor(this.host, payload);
    if (!decoded.ok) return this.refuse(describeRefusal(decoded.refusal));
    this.obeyed += 1;
    const { focus, peers } = decoded.value;
    if (focus) this.obedience.focus(focus);
    if (peers) this.obedience.peers(peers);
  }

  counts(): ControlCounts {
    return { obeyed: this.obeyed, refused: this.refused };
  }

  /** Logged once, since whoever sends such a message sends more of them. */
  private refuse(reason: string): void {
    if (this.refused === 0) this.log.warn({ reason }, 'refused a control message; further ones are only counted');
    this.refused += 1;
  }
}

function decodeFor(host: string, payload: Uint8Array): Decoded<ControlMessage> {
  const decoded = decodeControl(payload);
  if (!decoded.ok) return decoded;
  const { value } = decoded;
  if (value.host !== host) return { ok: false, refusal: { field: 'host', reason: 'is another host' } };
  const wrong = (value.peers ?? []).findIndex(({ address }) => isIP(address) === 0);
  if (wrong < 0) return decoded;
  return { ok: false, refusal: { field: `peers[${wrong}].address`, reason: 'is not an IP address' } };
}
