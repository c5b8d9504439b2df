/** What the person at the terminal, or the system, asks of a running weir. */
export interface StopRequest {
  /** Resolves at the first Ctrl-C, SIGTERM or SIGHUP. */
  readonly asked: Promise<void>;
  isAsked(): boolean;
}

/** One Ctrl-C arrives twice, from the terminal and, on a busy machine late, from npm: this soon it is the same request. */
const SAME_REQUEST_WITHIN_MS = 3_000;

/** Listens for signals; one that comes three seconds or more after the first calls `force`. */
export function listenForStop(force: () => void): StopRequest {
  let askedAtMs: number | undefined;
  const first = new Promise<void>((resolve) => {
    const onSignal = (): void => {
      const nowMs = performance.now();
      askedAtMs ??= nowMs;
      resolve();
      if (nowMs - askedAtMs >= SAME_REQUEST_WITHIN_MS) force();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  });
  return { asked: first, isAsked: () => askedAtMs !== undefined };
}
