import { ask } from '../../api/index.js';
import {
  type Channel,
  type ChannelKindInfo,
  CHANNELS,
  DELIVERIES,
  type Delivery,
  type DeliveryState,
} from '../../api/operations/channels.js';
import { type Asked, useAnswer } from '../../composables/use-answer.js';
import { type List, useList } from '../../composables/use-list.js';

const PACE_MS = 5_000;

/** All channels and kinds, as they are now. */
export function useChannels(): Asked<{ readonly channels: Channel[]; readonly channelKinds: ChannelKindInfo[] }> {
  return useAnswer(
    (signal) => ask(CHANNELS, {}, signal),
    () => PACE_MS,
  );
}

/** What was sent and what was not, the newest first. */
export function useDeliveries(
  asked: () => { readonly channel: string | null; readonly state: DeliveryState | null },
): List<Delivery> {
  return useList(
    () => ({ document: DELIVERIES, variables: asked(), pageOf: ({ deliveries }) => deliveries }),
    () => PACE_MS,
  );
}
