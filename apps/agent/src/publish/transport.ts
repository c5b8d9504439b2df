/** A message on its way to the stream. */
export interface Envelope {
  readonly subject: string;
  /** The same at every attempt; by it the stream drops what it has already. */
  readonly id: string;
  readonly payload: Uint8Array;
}

/** Whether the stream has stored a message; if not, why, for logs and metrics. */
export type PublishOutcome =
  { readonly ok: true } | { readonly ok: false; readonly kind: PublishFailure; readonly text: string };

/** What kind of failure it was. */
export type PublishFailure =
  'disconnected' | 'no-stream' | 'stream-refuses' | 'timeout' | 'unreadable' | 'unmarked' | 'other';

/** What carries messages to the stream. It connects by itself, again and again. */
export interface Transport {
  readonly connected: boolean;
  /** `connected` is called at each connection. */
  start(connected: () => void): void;
  publish(envelope: Envelope): Promise<PublishOutcome>;
  /** Hears what is sent to a subject, whenever connected. To be called before `start`. */
  listen(subject: string, received: (payload: Uint8Array) => void): void;
  /** How long the server takes to answer; null while it does not. */
  roundTripMs(): Promise<number | null>;
  close(): Promise<void>;
}
