const WINDOW_MS = 30 * 60_000;
const CALM_MS = 15 * 60_000;
/** So often within the window is no news any more, but a way of being. */
const FIRINGS = 4;

interface Flaps {
  readonly firedMs: number[];
  flappingUntilMs: number;
}

/** What fires again and again: told once as flapping, and once more when it has been calm. */
export class FlapBook {
  private readonly flaps: Map<string, Flaps>;

  constructor(saved: readonly (readonly [string, Flaps])[] = []) {
    this.flaps = new Map(
      saved.map(([place, { firedMs, flappingUntilMs }]) => [place, { firedMs: [...firedMs], flappingUntilMs }]),
    );
  }

  /** Notes that something fired. */
  fired(place: string, nowMs: number): void {
    const flaps = this.flaps.get(place) ?? { firedMs: [], flappingUntilMs: -Infinity };
    this.flaps.set(place, flaps);
    flaps.firedMs.push(nowMs);
    while ((flaps.firedMs[0] ?? nowMs) <= nowMs - WINDOW_MS || flaps.firedMs.length > FIRINGS) flaps.firedMs.shift();
    if (flaps.firedMs.length === FIRINGS) flaps.flappingUntilMs = nowMs + CALM_MS;
  }

  /** It ended: it must be calm from now on. */
  ended(place: string, nowMs: number): void {
    const flaps = this.flaps.get(place);
    if (flaps && flaps.flappingUntilMs > nowMs) flaps.flappingUntilMs = nowMs + CALM_MS;
  }

  isFlapping(place: string, nowMs: number): boolean {
    return (this.flaps.get(place)?.flappingUntilMs ?? -Infinity) > nowMs;
  }

  /** Forgets what has been calm for so long that it does not count any more. */
  forget(nowMs: number): void {
    for (const [place, { firedMs, flappingUntilMs }] of this.flaps) {
      if ((firedMs.at(-1) ?? 0) <= nowMs - WINDOW_MS && flappingUntilMs <= nowMs) this.flaps.delete(place);
    }
  }

  save(): readonly (readonly [string, Flaps])[] {
    // JSON knows no infinity.
    return [...this.flaps].map(([place, flaps]) => [
      place,
      { firedMs: [...flaps.firedMs], flappingUntilMs: Math.max(0, flaps.flappingUntilMs) },
    ]);
  }
}

export type SavedFlaps = ReturnType<FlapBook['save']>;
