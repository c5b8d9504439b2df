/** What the person at the terminal, or the system, asks of a running weir. */
export interface StopRequest {
  /** Resolves at the first Ctrl-C, SIGTERM or SIGHUP. */
  readonly asked: Promise<void>;
  isAsked(): boolean;
}

/** Listens for signals; the second one calls `force`. */
export function listenForStop(force: () => void): StopRequest {
  let asked = false;
  const first = new Promise<void>((resolve) => {
    const onSignal = (): void => {
      if (asked) return force();
      asked = true;
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  });
  return { asked: first, isAsked: () => asked };
}
