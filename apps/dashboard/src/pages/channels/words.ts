import type { Channel, ChannelKindInfo, Delivery } from '../../api/operations/channels.js';
import { formatAge, formatDateTime } from '../../format/time.js';

/** How something stands, in words and as a dot. */
export interface StateWords {
  readonly tone: 'good' | 'warn' | 'bad' | 'none';
  readonly words: string;
}

type Stands = Pick<Channel, 'isEnabled' | 'lastSentAt' | 'lastFailure' | 'waitingCount'>;

/** How a channel stands: whether it is written to, and what came of that last. */
export function channelState({ isEnabled, lastSentAt, lastFailure, waitingCount }: Stands, now: number): StateWords {
  const waiting = waitingCount > 0 ? `${waitingCount} ${waitingCount === 1 ? 'message waits' : 'messages wait'}` : '';
  if (!isEnabled) return { tone: 'none', words: 'Switched off: nothing is sent' };
  if (lastFailure) {
    const failed = `Failed ${agoWords(lastFailure.at, now)}`;
    return { tone: 'bad', words: waiting ? `${failed}, ${waiting}` : failed };
  }
  if (waiting) return { tone: 'warn', words: waiting };
  return lastSentAt === null
    ? { tone: 'none', words: 'Nothing was sent yet' }
    : { tone: 'good', words: `Last message ${agoWords(lastSentAt, now)}` };
}

/** What became of a message, with the reason where it failed. */
export function deliveryState(delivery: Delivery, now: number): StateWords {
  const { state, tries, sentAt, nextTryAt, failedReason } = delivery;
  const often = tries > 1 ? `, after ${tries} tries` : '';
  if (state === 'SENT') return { tone: 'good', words: `Sent ${sentAt ? agoWords(sentAt, now) : ''}${often}` };
  if (state === 'GIVEN_UP') return { tone: 'bad', words: `Given up${often}` };
  if (failedReason === null) return { tone: 'none', words: 'On its way' };
  const next = nextTryAt === null ? '' : `, tried again ${inWords(Date.parse(nextTryAt) - now)}`;
  return { tone: 'warn', words: `Failed ${tries === 1 ? 'once' : `${tries} times`}${next}` };
}

/** Where a channel leads, by the settings that are no secret. */
export function whereWords(settings: Readonly<Record<string, unknown>>): string {
  const { to, topic, chat, url, host } = settings;
  const whom = Array.isArray(to) ? to.join(', ') : (topic ?? chat ?? '');
  const through = host ?? url ?? '';
  return [String(whom), String(through)].filter(Boolean).join(' by ');
}

/** What is wrong with a setting, by what people call it. */
export function faultWords(
  kinds: readonly ChannelKindInfo[],
  kind: Channel['kind'] | undefined,
  fault: { readonly field: string | null; readonly reason: string | null },
): string {
  const settings = kinds.find((each) => each.kind === kind)?.settings ?? [];
  const title = settings.find(({ name }) => name === fault.field)?.title ?? fault.field;
  return [title, fault.reason].filter(Boolean).join(': ');
}

function agoWords(at: string, now: number): string {
  const age = now - Date.parse(at);
  return age > 7 * 86_400_000 ? formatDateTime(Date.parse(at)).slice(0, 10) : `${formatAge(age)} ago`;
}

function inWords(ms: number): string {
  return ms <= 1_000 ? 'now' : `in ${formatAge(ms)}`;
}
