import { isUuid } from './fields.js';

/** The JetStream stream that holds every message until it is stored. */
export const STREAM = 'WEIR';

/** The one durable consumer, shared by all ingesting replicas. */
export const CONSUMER = 'weir-ingest';

/** What an agent publishes to the stream. */
export const MESSAGE_KINDS = ['traffic', 'inventory', 'event', 'state'] as const;

export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** The stream's subjects, listed one by one so that `control` can never be stored. */
export const STREAM_SUBJECTS: readonly string[] = MESSAGE_KINDS.map((kind) => `weir.v1.${kind}.*`);

/** Header with the agent's clock (ms since 1970) at the moment of sending; tells a wrong clock from a late message. */
export const SENT_HEADER = 'Weir-Sent';

/** The largest payload an agent sends; NATS refuses 1 MB, so more is split in parts. */
export const MAX_PAYLOAD_BYTES = 512_000;

/** The subject on which a host publishes messages of a kind. */
export function subjectOf(kind: MessageKind, host: string): string {
  return `weir.v1.${kind}.${host}`;
}

/** The subject on which a host listens for what the aggregator asks of it; core NATS, never stored. */
export function controlSubjectOf(host: string): string {
  return `weir.v1.control.${host}`;
}

/** What the subjects begin with on which a host hears answers to what it published, where rights are by host; a dot and more follow. */
export function inboxPrefixOf(host: string): string {
  return `_INBOX_${host}`;
}

/** The kind and host of a subject, or null where it is none of ours. */
export function parseSubject(subject: string): { kind: MessageKind; host: string } | null {
  const match = /^weir\.v1\.([a-z]+)\.([^.]+)$/.exec(subject);
  const kind = MESSAGE_KINDS.find((known) => known === match?.[1]);
  const host = match?.[2];
  return kind && host && isUuid(host) ? { kind, host } : null;
}
