import type { Msg } from '@nats-io/transport-node';
import {
  type Decoded,
  decodeEvent,
  decodeState,
  decodeTraffic,
  type EventMessage,
  KeyMemory,
  parseSubject,
  type StateMessage,
  type TrafficMessage,
} from '@weir/model';
import { sentMsOf } from './sent.js';

/** What is heard as it passes; inventories only the store takes. */
export interface HeardMessages {
  readonly traffic: TrafficMessage;
  readonly event: EventMessage;
  readonly state: StateMessage;
}
export type HeardKind = keyof HeardMessages;

/** Messages of a host share the texts of its keys, whoever decodes them. */
const keys = new KeyMemory();

const DECODE: { readonly [K in HeardKind]: (payload: Uint8Array) => Decoded<HeardMessages[K]> } = {
  traffic: (payload) => decodeTraffic(payload, keys),
  event: decodeEvent,
  state: decodeState,
};

/** A message as it passes: decoded when somebody first asks for it, once for all. */
export class Heard<K extends HeardKind = HeardKind> {
  readonly payload: Uint8Array;
  /** The host of its subject; null where it is of none. */
  readonly host: string | null;
  private readonly decode: (payload: Uint8Array) => Decoded<HeardMessages[K]>;
  private made: Decoded<HeardMessages[K]> | null = null;
  private sent: number | null | undefined;

  constructor(
    private readonly kind: K,
    private readonly passing: Pick<Msg, 'subject' | 'data' | 'headers'>,
  ) {
    this.payload = passing.data;
    this.host = parseSubject(passing.subject)?.host ?? null;
    this.decode = DECODE[kind];
  }

  /** Whether it is of this kind. */
  isOf<Of extends HeardKind>(kind: Of): this is Heard<Of> {
    return (this.kind as HeardKind) === kind;
  }

  /** What it holds; null where that is refused, or is of another host than its subject. */
  get message(): HeardMessages[K] | null {
    const { decoded } = this;
    return decoded.ok && decoded.value.host === this.host ? decoded.value : null;
  }

  /** What it holds, or why it is refused. */
  get decoded(): Decoded<HeardMessages[K]> {
    this.made ??= this.decode(this.payload);
    return this.made;
  }

  /** When it was sent by its host's clock, ms since 1970; null where it does not say. */
  get sentMs(): number | null {
    if (this.sent === undefined) this.sent = sentMsOf(this.passing.headers);
    return this.sent;
  }
}
