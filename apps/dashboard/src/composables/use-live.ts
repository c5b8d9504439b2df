import { computed, type ComputedRef, inject, type InjectionKey, onScopeDispose, type Ref, ref } from 'vue';
import {
  LIVE_SERIES,
  type LiveSeriesFrame,
  type LiveSeriesInput,
  type LiveSocket,
  type SocketState,
  TRAFFIC,
  type TrafficTick,
} from '../api/index.js';
import { ClockOffset } from './live/clock.js';
import { HostWindow } from './live/host-window.js';

/** What the page knows of the live stream: shared by the header, which shows its age, and the pages, which show its data. */
export interface Live {
  readonly socket: Readonly<Ref<SocketState>>;
  /** End of the newest interval received, by the hosts' clock; null before the first. */
  readonly newestAt: Readonly<Ref<number | null>>;
  /** When the connection was last opened, by the hosts' clock. */
  readonly openedAt: Readonly<Ref<number>>;
  /** Rises when there is something new to draw. */
  readonly version: Readonly<Ref<number>>;
  /** Rises when a tick shows that some before it were missed. */
  readonly misses: Readonly<Ref<number>>;
  readonly windows: ReadonlyMap<string, HostWindow>;
  /** The hosts' time. */
  readonly now: () => number;
  readonly windowOf: (hostId: string) => HostWindow;
  /** Since when someone listens, by the hosts' clock, and so data is expected; null while nobody does. */
  readonly followedAt: Readonly<Ref<number | null>>;
  /** Listens to one host, or to all, for as long as the calling component lives or until the returned function is called. */
  readonly follow: (hostId: string | null, onUnknownInterface: () => void) => () => void;
  /**
   * Rates of groups as they are now, for as long as the calling scope lives or until the returned function is called. Without
   * `next` nothing is drawn for them: they are asked for by whoever wants something to be sampled.
   */
  readonly watchSeries: (input: LiveSeriesInput, next: ((frame: LiveSeriesFrame) => void) | null) => () => void;
  /** Hears news that come now and then, for as long as the calling scope lives: that none comes does not mean that data is stale. */
  readonly listenTo: LiveSocket['subscribe'];
}

const LIVE: InjectionKey<Live> = Symbol('live');
/** Parts of one tick come within so long: one redraw serves them all. */
const COALESCE_MS = 4;

/** The live stream over one socket. */
export function createLive(socket: LiveSocket): Live {
  const state = ref<SocketState>('connecting');
  const newestAt = ref<number | null>(null);
  const misses = ref(0);
  const openedAt = ref(Date.now());
  const clock = new ClockOffset();
  const now = (): number => Date.now() + clock.offsetMs;
  const windows = new Map<string, HostWindow>();
  const redraw = useRedraw();
  const { followedAt, listen } = useFollowers(now);
  socket.onState((next) => {
    // Before the first success a lost connection is still the first attempt.
    if (next === 'open') openedAt.value = now();
    if (next === 'open' || state.value !== 'connecting') state.value = next;
  });
  const windowOf = (hostId: string): HostWindow => {
    const window = windows.get(hostId) ?? new HostWindow(hostId);
    windows.set(hostId, window);
    return window;
  };
  const noteArrival = (at: number): void => {
    clock.note(at, Date.now());
    newestAt.value = Math.max(newestAt.value ?? 0, at);
  };
  const take = (tick: TrafficTick, onUnknownInterface: () => void): void => {
    noteArrival(tick.at);
    const taken = windowOf(tick.hostId).take(tick);
    if (taken.unknown) onUnknownInterface();
    if (taken.afterMiss) misses.value += 1;
    redraw.request();
  };
  return {
    socket: state,
    newestAt,
    openedAt,
    version: redraw.version,
    misses,
    windows,
    now,
    windowOf,
    followedAt,
    follow: (hostId, onUnknownInterface) => {
      windows.clear();
      newestAt.value = null;
      const filter = hostId === null ? null : { hosts: [hostId] };
      return listen(socket.subscribe(TRAFFIC, { filter }, ({ traffic }) => take(traffic, onUnknownInterface)));
    },
    watchSeries: (input, next) =>
      listen(
        socket.subscribe(LIVE_SERIES, { input }, ({ liveSeries }) => {
          noteArrival(liveSeries.at + liveSeries.milliseconds);
          if (!next) return;
          next(liveSeries);
          redraw.request();
        }),
      ),
    listenTo: (document, variables, next) => untilGone(socket.subscribe(document, variables, next)),
  };
}

/** Counts who listens: while nobody does, no data is expected. */
function useFollowers(now: () => number): {
  followedAt: Ref<number | null>;
  listen: (unsubscribe: () => void) => () => void;
} {
  const followedAt = ref<number | null>(null);
  let followers = 0;
  const listen = (unsubscribe: () => void): (() => void) => {
    followers += 1;
    followedAt.value = now();
    const stop = once(() => {
      followers -= 1;
      if (followers === 0) followedAt.value = null;
      unsubscribe();
    });
    onScopeDispose(stop);
    return stop;
  };
  return { followedAt, listen };
}

/** Stops with the calling scope, or when told to. */
function untilGone(unsubscribe: () => void): () => void {
  const stop = once(unsubscribe);
  onScopeDispose(stop);
  return stop;
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}

/** The live stream that `main` provides. */
export function useLive(): Live {
  const live = inject(LIVE);
  if (!live) throw new Error('useLive needs createLive to be provided under LIVE_KEY');
  return live;
}

export { LIVE as LIVE_KEY };

/** How the stream stands, in one word: `idle` = connected, nothing asked for; `stale` = connected, but nothing came lately. */
export type Connection = 'connecting' | 'idle' | 'live' | 'stale' | 'reconnecting';

const STALE_AFTER_MS = 5_000;

/** The state of the stream for people, by the clock given. */
export function useConnection(live: Live, now: Readonly<Ref<number>>): ComputedRef<Connection> {
  return computed(() => {
    if (live.socket.value !== 'open') return live.socket.value;
    if (live.followedAt.value === null) return 'idle';
    const quietFor = now.value - Math.max(live.newestAt.value ?? 0, live.openedAt.value, live.followedAt.value);
    if (quietFor > STALE_AFTER_MS) return 'stale';
    return live.newestAt.value === null ? 'connecting' : 'live';
  });
}

/** Hidden pages draw nothing; the first look afterwards draws all that came meanwhile. */
function useRedraw(): { version: Ref<number>; request: () => void } {
  const version = ref(0);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let missed = false;
  const request = (): void => {
    if (document.hidden) {
      missed = true;
      return;
    }
    timer ??= setTimeout(() => {
      timer = undefined;
      version.value += 1;
    }, COALESCE_MS);
  };
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && missed) {
      missed = false;
      request();
    }
  });
  return { version, request };
}
