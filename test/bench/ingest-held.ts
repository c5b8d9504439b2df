import { startFleetProcess } from '../fleet/simulated/child.js';
import type { Lag } from '../fleet/simulated/lag.js';
import { cpuSecondsOf, difference, inWords, memoryMbOf, type Parts, type PerPart } from './ingest-parts.js';
import { p95 } from './report.js';

/** A fleet that ticks once a second, for a while. */
export interface HeldLoad {
  readonly hosts: number;
  readonly seriesPerHost: number;
  readonly seconds: number;
}

/** How the parts bore it. */
export interface Held {
  readonly rowsPerSecond: number;
  readonly lagSecondsP95: number;
  readonly lagSecondsMax: number;
}

const STRETCH_MS = 15_000;
/** By then all hosts of a fleet that appears at once are known; what follows is told apart. */
const APPEARED_AFTER_MS = 30_000;
const LOOK_AT_MEMORY_EVERY_MS = 2_000;
/** A fleet that appears all at once is not yet one that ticks: its series are made first. */
const GETS_KNOWN_MS = 3_000;

/** Lets a fleet tick by the clock, most of it idle as fleets are, and watches how long messages take until they are committed. */
export async function holdLoad(parts: Parts, load: HeldLoad): Promise<Held> {
  const fromMs = Math.ceil(Date.now() / 1_000 + 3) * 1_000;
  const before = cpuSecondsOf(parts);
  const fleet = startFleetProcess({
    natsUrl: parts.nats.url,
    fleet: { seed: 1, hosts: load.hosts, seriesPerHost: load.seriesPerHost, isIdleAtTimes: true },
    agents: { life: `held ${fromMs}`, fromMs, hasHistory: true, hasStates: true },
    untilMs: fromMs + load.seconds * 1_000,
    watchesLagFromMs: fromMs + GETS_KNOWN_MS,
  });
  const largest = watchMemory(parts);
  const appeared = setTimeout(
    () => {
      const what = `CPU of the first ${APPEARED_AFTER_MS / 1_000} s, in which all hosts appear`;
      console.log(inWords(what, 's', difference(before, cpuSecondsOf(parts))));
    },
    fromMs + APPEARED_AFTER_MS - Date.now(),
  );
  const { lags, progress, cpuSeconds } = await fleet.done;
  clearTimeout(appeared);
  const elapsedSeconds = (Date.now() - fromMs) / 1_000;
  const cpu = difference(before, cpuSecondsOf(parts));
  const percent = (seconds: number): number => Math.round((1_000 * seconds) / elapsedSeconds) / 10;
  const rowsPerSecond = progress.rows / load.seconds;
  console.log(
    `held: ${progress.messages} messages, ${Math.round(rowsPerSecond)} rows/s offered, ${Math.round((100 * progress.moved) / progress.rows)} % of them moved; ${progress.retries} sent again`,
  );
  console.log(
    inWords('CPU', `% of a core; the generator apart: ${percent(cpuSeconds)}`, {
      ...{ nats: percent(cpu.nats), postgres: percent(cpu.postgres), aggregator: percent(cpu.aggregator) },
    }),
  );
  console.log(inWords('memory at most', 'MB', largest()));
  console.log(`lag at most in each ${STRETCH_MS / 1_000} s: ${longestByStretch(lags, fromMs).join(', ')} (s)`);
  const lagsMs = lags.map(({ lagMs }) => lagMs);
  const later = lags.filter(({ readyMs }) => readyMs >= fromMs + APPEARED_AFTER_MS).map(({ lagMs }) => lagMs / 1_000);
  if (later.length > 0) console.log(`lag p95 after the first ${APPEARED_AFTER_MS / 1_000} s: ${p95(later)} s`);
  return {
    rowsPerSecond,
    lagSecondsP95: p95(lagsMs) / 1_000,
    lagSecondsMax: Math.max(0, ...longestByStretch(lags, fromMs)),
  };
}

/** What a roll-up or packing does to the lag is seen by when it was long. In seconds, a value for each stretch. */
function longestByStretch(lags: readonly Lag[], fromMs: number): number[] {
  const longest: number[] = [];
  for (const { readyMs, lagMs } of lags) {
    const stretch = Math.max(0, Math.floor((readyMs - fromMs) / STRETCH_MS));
    longest[stretch] = Math.max(longest[stretch] ?? 0, lagMs / 1_000);
  }
  return [...longest].map((seconds) => seconds ?? 0);
}

/** Looks now and then; answers the most that each part held, and stops looking. */
function watchMemory(parts: Parts): () => PerPart {
  const most = { nats: 0, postgres: 0, aggregator: 0 };
  const look = (): void => {
    const now = memoryMbOf(parts);
    for (const part of ['nats', 'postgres', 'aggregator'] as const) most[part] = Math.max(most[part], now[part]);
  };
  const timer = setInterval(look, LOOK_AT_MEMORY_EVERY_MS);
  return () => {
    look();
    clearInterval(timer);
    return most;
  };
}
