import { shallowRef } from 'vue';

/** The clocks of the device. */
export const DEVICE_ZONE = 'device';

const MINUTE_MS = 60_000;
/** No zone has changed its clocks at any other time since 1970. */
const QUARTER_MS = 15 * MINUTE_MS;
const MOST_KNOWN = 20_000;

/** What the clocks of a zone show at a moment, and when they show it. */
export interface Clocks {
  readonly wallOf: typeof wallOf;
  readonly momentOf: typeof momentOf;
}

/** By whose clocks times are told: what is shown of them is made anew when it changes. */
const chosen = shallowRef({ name: DEVICE_ZONE, offsetOf: deviceOffset });

/** Has all times told by the clocks of a zone from now on: `device`, or one by its name, as `Europe/Berlin`. */
export function setZone(name: string): void {
  chosen.value = { name, offsetOf: name === DEVICE_ZONE ? deviceOffset : offsetsOf(name) };
}

/** The zone by its name, that of the device too. */
export function zoneName(): string {
  return chosen.value.name === DEVICE_ZONE ? deviceZoneName() : chosen.value.name;
}

/** What is said beside a time that is not by the clocks of the device; else empty. */
export function zoneHint(): string {
  return chosen.value.name === DEVICE_ZONE ? '' : ` (${chosen.value.name})`;
}

export function deviceZoneName(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Whether there is a zone of that name. */
export function isZone(name: string): boolean {
  try {
    return name !== '' && Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}

/** What the clocks of the zone show at a moment, told by the UTC fields of a date. */
export function wallOf(atMs: number): Date {
  return new Date(atMs + offsetMs(atMs));
}

/** How far the clocks of the zone are ahead of UTC at a moment. */
export function offsetMs(atMs: number): number {
  return Number.isFinite(atMs) ? chosen.value.offsetOf(atMs) : 0;
}

/** The moment at which the clocks show that, the first of two; an hour that they leave out is as if they had not yet. */
export function momentOf(wallMs: number): number {
  return momentBy(offsetMs, wallMs);
}

/** The same two of a zone of one's own choice, whatever is chosen for all times. */
export function clocksOf(timeZone: string): Clocks {
  const offsetOf = offsetsOf(timeZone);
  return {
    wallOf: (atMs) => new Date(atMs + offsetOf(atMs)),
    momentOf: (wallMs) => momentBy(offsetOf, wallMs),
  };
}

function momentBy(offsetOf: (atMs: number) => number, wallMs: number): number {
  // Clocks are turned by less than a day.
  const [before, after] = [offsetOf(wallMs - 86_400_000), offsetOf(wallMs + 86_400_000)];
  const found = [before, after].map((offset) => wallMs - offset).filter((at) => at + offsetOf(at) === wallMs);
  return found.length > 0 ? Math.min(...found) : wallMs - before;
}

function deviceOffset(atMs: number): number {
  return -new Date(atMs).getTimezoneOffset() * MINUTE_MS;
}

/** Remembered by quarters of an hour: to ask for each time would be seen on a page with thousands of them. */
function offsetsOf(timeZone: string): (atMs: number) => number {
  if (timeZone === 'UTC') return () => 0;
  const clock = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  const known = new Map<number, number>();
  return (atMs) => {
    const quarter = Math.floor(atMs / QUARTER_MS);
    const remembered = known.get(quarter);
    if (remembered !== undefined) return remembered;
    if (known.size >= MOST_KNOWN) known.clear();
    const offset = offsetAt(clock, quarter * QUARTER_MS);
    known.set(quarter, offset);
    return offset;
  };
}

function offsetAt(clock: Intl.DateTimeFormat, atMs: number): number {
  const parts = Object.fromEntries(clock.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - atMs;
}
