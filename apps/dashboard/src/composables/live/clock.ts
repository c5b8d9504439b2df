const REMEMBERED = 60;
/** The aggregator passes on nothing older: a larger distance is a wrong clock, not a slow network. */
const MAX_DELAY_MS = 5_000;

/**
 * How far the browser's clock is from the hosts'. Ages and the live window go by the hosts' clock, so that a tablet
 * that is an hour off still shows "0.4 s ago".
 */
export class ClockOffset {
  private readonly delays: number[] = [];

  /** Notes when a tick of an instant was received. */
  note(at: number, receivedAt: number): void {
    this.delays.push(receivedAt - at);
    if (this.delays.length > REMEMBERED) this.delays.shift();
  }

  /** What to add to the browser's time to get the hosts'. */
  get offsetMs(): number {
    if (this.delays.length === 0) return 0;
    const smallest = Math.min(...this.delays);
    return smallest < 0 || smallest > MAX_DELAY_MS ? -smallest : 0;
  }
}
