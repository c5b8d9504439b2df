import { isUuid, MIN_FOCUS_INTERVAL_MS, type Refusal } from '@weir/model';
import type { LiveRequest } from '../../live/series/shared-evaluation.js';
import type { LiveMembersRequest } from '../../query/live-members.query.js';
import { DEFAULT_COUNTERS } from '../../query/series.js';
import { asGrouping } from './as-grouping.js';
import { MAX_LIVE_TOP } from './limits.js';
import type { LiveSeriesInput } from './types/live-series.type.js';

const SECOND_MS = 1_000;

/** What is to be watched, without the way to the store. */
export type AskedLive = Omit<LiveRequest, 'readMembers'>;

/** Who is asked for. */
export function asMembersRequest(input: LiveSeriesInput): LiveMembersRequest {
  const { interfaces, filter } = input;
  return { interfaces: interfaces ?? null, filter: filter ?? null, grouping: asGrouping(input) };
}

/** What is asked of them; the same name where the same is asked. A field given as null means its default. */
export function asLiveRequest(input: LiveSeriesInput): AskedLive {
  const { top } = input;
  const asked = {
    counters: [...new Set(input.counters ?? DEFAULT_COUNTERS)],
    slotMs: input.focus ? MIN_FOCUS_INTERVAL_MS : SECOND_MS,
    top: top ? { count: top.count, counter: top.counter ?? null } : null,
  };
  const { interfaces, ...members } = asMembersRequest(input);
  const name = { ...asked, ...members, interfaces: interfaces && [...interfaces].sort() };
  return { ...asked, name: JSON.stringify(name, (_, value: unknown) => value ?? undefined) };
}

/** What is wrong with an input, or null; who is asked for is looked at when it is read. */
export function refusalOfLive(input: LiveSeriesInput): Refusal | null {
  const { counters, top } = asLiveRequest(input);
  if (counters.length === 0) return { field: 'counters', reason: 'is empty: name at least one' };
  if (top && (top.count < 1 || top.count > MAX_LIVE_TOP)) {
    return { field: 'top.count', reason: `is not between 1 and ${MAX_LIVE_TOP}` };
  }
  if (top?.counter != null && !counters.includes(top.counter)) {
    return { field: 'top.counter', reason: 'is none of the counters asked' };
  }
  if (input.focus && focusedHost(input) === null) {
    return { field: 'focus', reason: 'needs exactly one host: name its id in filter.hosts' };
  }
  return null;
}

/** The host that is looked at closely; null where none is, or not exactly one. */
export function focusedHost({ focus, filter }: LiveSeriesInput): string | null {
  const [host, ...more] = filter?.hosts ?? [];
  return focus && host !== undefined && more.length === 0 && isUuid(host) ? host : null;
}
