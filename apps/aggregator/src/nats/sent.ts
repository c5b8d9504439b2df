import type { MsgHdrs } from '@nats-io/transport-node';
import { SENT_HEADER } from '@weir/model';

/** When a message was sent by its host's clock, ms since 1970; null where it does not say. */
export function sentMsOf(headers: Pick<MsgHdrs, 'get'> | undefined): number | null {
  const text = headers?.get(SENT_HEADER) ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
