/** What came of sending a message once. */
export type Delivery =
  | { readonly ok: true; readonly answer: string }
  | {
      readonly ok: false;
      /** The setting that is to be looked at. */
      readonly field: string;
      readonly reason: string;
      /** Whether the same message may arrive later: when a server is back, or a setting is mended. */
      readonly mayRetry: boolean;
      /** What the server asked for; null = nothing. */
      readonly retryAfterMs: number | null;
    };

/** A failure that may pass. */
export function failed(field: string, reason: string, retryAfterMs: number | null = null): Delivery {
  return { ok: false, field, reason, mayRetry: true, retryAfterMs };
}

/** A failure that will be the same each time. */
export function refusedForGood(field: string, reason: string): Delivery {
  return { ok: false, field, reason, mayRetry: false, retryAfterMs: null };
}

const SECOND_MS = 1_000;
const LADDER_MS = [5, 15, 60, 300, 900, 1_800, 3_600].map((seconds) => seconds * SECOND_MS);
/** After so long nobody needs the message any more. */
const GIVES_UP_MS = 24 * 3_600 * SECOND_MS;
const LONGEST_ASKED_MS = 3_600 * SECOND_MS;
const SPREAD = 0.2;

/**
 * When to try again what failed so often, first tried at `firstMs`: later each time, up to hourly, for a day. `chance` (0 to 1) spreads
 * what failed together. null = it is given up.
 */
export function nextTryMs(
  delivery: Delivery,
  failures: number,
  firstMs: number,
  nowMs: number,
  chance: number,
): number | null {
  if (delivery.ok || !delivery.mayRetry) return null;
  const step = LADDER_MS[Math.min(Math.max(failures, 1), LADDER_MS.length) - 1] ?? LONGEST_ASKED_MS;
  const waitMs = Math.max(step * (1 + SPREAD * chance), Math.min(delivery.retryAfterMs ?? 0, LONGEST_ASKED_MS));
  const atMs = Math.round(nowMs + waitMs);
  return atMs - firstMs > GIVES_UP_MS ? null : atMs;
}
