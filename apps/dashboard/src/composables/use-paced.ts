import { onScopeDispose } from 'vue';

/** Calls that come quickly one after the other, such as letters. */
export interface Paced<T> {
  readonly call: (value: T) => void;
  /** Whether a call still waits. */
  readonly isWaiting: () => boolean;
  /** Passes on what waits, now. */
  readonly flush: () => void;
  /** Drops what waits. */
  readonly drop: () => void;
}

/** Passes the first call on at once, and of those that follow without a pause only the last. */
export function usePaced<T>(act: (value: T) => void, pauseMs: number): Paced<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: { readonly value: T } | null = null;
  const pass = (): void => {
    timer = undefined;
    const last = waiting;
    waiting = null;
    if (last) act(last.value);
  };
  const drop = (): void => {
    waiting = null;
  };
  onScopeDispose(() => clearTimeout(timer));
  return {
    call: (value) => {
      if (timer === undefined) act(value);
      else waiting = { value };
      clearTimeout(timer);
      timer = setTimeout(pass, pauseMs);
    },
    isWaiting: () => waiting !== null,
    flush: () => {
      clearTimeout(timer);
      pass();
    },
    drop,
  };
}
