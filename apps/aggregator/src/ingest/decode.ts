import {
  type Decoded,
  decodeEvent,
  decodeInventory,
  decodeState,
  decodeTraffic,
  describeRefusal,
  type EventMessage,
  type InventoryMessage,
  KeyMemory,
  type MessageKind,
  parseSubject,
  type StateMessage,
  type TrafficMessage,
} from '@weir/model';
import type { HeardKind, HeardMessages } from '../nats/heard.js';
import type { Hearing } from '../nats/hearing.js';
import type { Content } from '../store/write/arrival.js';

/** What this process heard as it passed. */
export type Recall = Pick<Hearing, 'recall'>;

const memory = new KeyMemory();

/**
 * Makes of a message what it is; what does not fit is refused with the reason, never thrown. What was decoded as it passed is not
 * decoded again.
 */
export function decode(subject: string, payload: Uint8Array, lately: Recall | null = null): Content {
  const address = parseSubject(subject);
  if (!address) return { kind: 'refused', of: 'unknown', reason: 'subject: is none of weir.v1.<kind>.<host id>' };
  const known = <K extends HeardKind>(kind: K): Decoded<HeardMessages[K]> | null =>
    lately?.recall(kind, subject, payload) ?? null;
  switch (address.kind) {
    case 'traffic':
      return content(
        'traffic',
        address.host,
        checked(known('traffic') ?? decodeTraffic(payload, memory), faultOfTraffic),
      );
    case 'inventory':
      return content('inventory', address.host, checked(decodeInventory(payload), faultOfInventory));
    case 'event':
      return content('event', address.host, known('event') ?? decodeEvent(payload));
    case 'state':
      return content('state', address.host, known('state') ?? decodeState(payload));
  }
}

type Message = TrafficMessage | InventoryMessage | EventMessage | StateMessage;

function content(kind: MessageKind, host: string, decoded: Decoded<Message>): Content {
  const refuse = (reason: string): Content => ({ kind: 'refused', of: kind, reason });
  if (!decoded.ok) return refuse(describeRefusal(decoded.refusal));
  if (decoded.value.host !== host) return refuse('host: is not the host of the subject');
  return { kind, message: decoded.value } as Content;
}

function checked<T>(decoded: Decoded<T>, faultOf: (value: T) => string | null): Decoded<T> {
  const field = decoded.ok ? faultOf(decoded.value) : null;
  return field === null ? decoded : { ok: false, refusal: { field, reason: 'is not <namespace>/<interface>' } };
}

function faultOfTraffic({ keys, unread, base }: TrafficMessage): string | null {
  return (
    faultOfKeys('keys', keys) ??
    faultOfKeys('unread', unread) ??
    [...base.keys()].filter((key) => !isKey(key)).map((key) => `base.${key}`)[0] ??
    null
  );
}

function faultOfInventory({ interfaces }: InventoryMessage): string | null {
  const index = interfaces.findIndex(({ key }) => !isKey(key));
  return index < 0 ? null : `interfaces[${index}].key`;
}

function faultOfKeys(field: string, keys: readonly string[]): string | null {
  const index = keys.findIndex((key) => !isKey(key));
  return index < 0 ? null : `${field}[${index}]`;
}

function isKey(key: string): boolean {
  const slash = key.indexOf('/');
  return slash > 0 && slash < key.length - 1;
}
