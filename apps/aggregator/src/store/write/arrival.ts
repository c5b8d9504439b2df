import type { EventMessage, InventoryMessage, MessageKind, StateMessage, TrafficMessage } from '@weir/model';

/** What a message turned out to be. `of` says what it claimed to be, as far as its subject tells. */
export type Content =
  | { readonly kind: 'traffic'; readonly message: TrafficMessage }
  | { readonly kind: 'inventory'; readonly message: InventoryMessage }
  | { readonly kind: 'event'; readonly message: EventMessage }
  | { readonly kind: 'state'; readonly message: StateMessage }
  | { readonly kind: 'refused'; readonly of: MessageKind | 'unknown'; readonly reason: string };

/** One message from the stream, on its way into the store. */
export interface Arrival {
  readonly subject: string;
  readonly payload: Uint8Array;
  /** When the stream received it, ms since 1970. */
  readonly receivedMs: number;
  /** The agent's clock at sending, where it said so. */
  readonly sentMs: number | null;
  readonly content: Content;
}

/** A traffic message with what came along. */
export type TrafficArrival = Arrival & { readonly content: { readonly kind: 'traffic' } };

/** A state message with what came along. */
export type StateArrival = Arrival & { readonly content: { readonly kind: 'state' } };

interface MessageByKind {
  readonly traffic: TrafficMessage;
  readonly inventory: InventoryMessage;
  readonly event: EventMessage;
  readonly state: StateMessage;
}

/** The messages of one kind, in their order. */
export function messagesOf<K extends keyof MessageByKind>(arrivals: readonly Arrival[], kind: K): MessageByKind[K][] {
  return arrivals.flatMap(({ content }) => (content.kind === kind ? [content.message as MessageByKind[K]] : []));
}
