/** How long the samples are that uplinks and other interfaces are looked at by. */
export interface Pace {
  readonly uplinkMs: number;
  readonly otherMs: number;
}

/** From the usual pace to the slowest. Uplinks keep theirs for longest: they are what a host's traffic is. */
export const PACES: readonly Pace[] = [
  { uplinkMs: 1_000, otherMs: 10_000 },
  { uplinkMs: 1_000, otherMs: 30_000 },
  { uplinkMs: 10_000, otherMs: 60_000 },
  { uplinkMs: 60_000, otherMs: 300_000 },
];

/** More of a core than this is not taken for long. */
export const MOST_SHARE = 0.5;
/** Each pace takes about a third of what the one before takes. */
const EASIER = 3;
const UNTIL_THINNED_MS = 10_000;
const UNTIL_RELAXED_MS = 300_000;

/** Decides how often interfaces are looked at, by what that takes: under pressure less often, and never for a moment's sake. */
export class Thinning {
  private level = 0;
  private heavySinceMs: number | null = null;
  private lightSinceMs: number | null = null;
  private thinned: number | null = null;

  get pace(): Pace {
    return PACES[this.level] as Pace;
  }

  /** Since when not all are looked at as often as they should be, ms since 1970. */
  get sinceMs(): number | null {
    return this.thinned;
  }

  /** How many of these interfaces are looked at less often than they should be. */
  thinnedOf(uplinks: number, others: number): number {
    const usual = PACES[0] as Pace;
    const { uplinkMs, otherMs } = this.pace;
    return (uplinkMs > usual.uplinkMs ? uplinks : 0) + (otherMs > usual.otherMs ? others : 0);
  }

  /** Takes in how much of a core the analysis takes. */
  observe(share: number, nowMs: number): void {
    const isHeavy = share > MOST_SHARE;
    const isLight = share * EASIER < MOST_SHARE;
    this.heavySinceMs = isHeavy ? (this.heavySinceMs ?? nowMs) : null;
    this.lightSinceMs = isLight ? (this.lightSinceMs ?? nowMs) : null;
    if (isLong(this.heavySinceMs, UNTIL_THINNED_MS, nowMs)) this.move(1, nowMs);
    if (isLong(this.lightSinceMs, UNTIL_RELAXED_MS, nowMs)) this.move(-1, nowMs);
  }

  private move(by: number, nowMs: number): void {
    const level = Math.max(0, Math.min(PACES.length - 1, this.level + by));
    [this.heavySinceMs, this.lightSinceMs] = [null, null];
    this.level = level;
    this.thinned = level === 0 ? null : (this.thinned ?? nowMs);
  }
}

function isLong(sinceMs: number | null, ms: number, nowMs: number): boolean {
  return sinceMs !== null && nowMs - sinceMs >= ms;
}
