import { onScopeDispose, type Ref, ref } from 'vue';

interface Clock {
  readonly value: Ref<number>;
  readonly timer: ReturnType<typeof setInterval>;
  users: number;
}

/** Each tick lays an age out and paints it: a third of the work of a live page at five a second. */
const EVERY_MS = 500;
/** One timer serves all ages on a page, which so agree with each other. */
const clocks = new WeakMap<() => number, Clock>();

/** A clock that ticks while a component uses it; it rests while the page is hidden. */
export function useNow(now: () => number): Readonly<Ref<number>> {
  const clock = clocks.get(now) ?? start(now);
  clocks.set(now, clock);
  clock.users += 1;
  onScopeDispose(() => {
    clock.users -= 1;
    if (clock.users > 0) return;
    clearInterval(clock.timer);
    clocks.delete(now);
  });
  return clock.value;
}

function start(now: () => number): Clock {
  const value = ref(now());
  const timer = setInterval(() => {
    if (!document.hidden) value.value = now();
  }, EVERY_MS);
  return { value, timer, users: 0 };
}
