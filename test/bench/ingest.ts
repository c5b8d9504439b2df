import { stopAll } from '../support/reaper.js';
import { hasVictoriaMetrics } from '../support/victoria-metrics.js';
import { storeBacklog } from './ingest-full.js';
import { holdLoad } from './ingest-held.js';
import { type Parts, startParts } from './ingest-parts.js';
import { feedVictoriaMetrics } from './ingest-victoria-metrics.js';
import { announce, type Figures, quick, report } from './report.js';

/** `--held` runs the first part alone, `--seconds=90` for as long as that. */
const isHeldAlone = process.argv.includes('--held');
const secondsAsked = Number(process.argv.find((each) => each.startsWith('--seconds='))?.split('=')[1] ?? NaN);
const HELD = {
  ...(quick ? { hosts: 100, seriesPerHost: 50, seconds: 8 } : { hosts: 1_000, seriesPerHost: 50, seconds: 600 }),
  ...(secondsAsked > 0 && { seconds: secondsAsked }),
};
const FULL = quick ? { hosts: 100, seriesPerHost: 50, seconds: 40 } : { hosts: 1_000, seriesPerHost: 50, seconds: 60 };

announce(
  `A row = one series, one second, eight counters. NATS, PostgreSQL and one aggregator that stores and rolls up, all on this
machine. First ${HELD.hosts} hosts × ${HELD.seriesPerHost} series tick once a second for ${HELD.seconds} s, idle at times: lag is the time from when a
message is ready to be published until it is committed. Then a backlog of ${FULL.hosts} hosts × ${FULL.seriesPerHost} series × ${FULL.seconds} s in which every
series moves in every second is stored by parts started anew, as fast as it goes, measured once all series are known. VictoriaMetrics
gets such rows by InfluxDB's line protocol, which costs it the least. CPU is that of all parts together, without the generator's;
packing, which comes ten minutes later, is in the first run only.`,
);
try {
  const held = await onNewParts((parts) => holdLoad(parts, HELD));
  const figures = isHeldAlone ? {} : await figuresOfBacklog();
  report('ingest', {
    ...figures,
    lagSecondsP95: held.lagSecondsP95,
    lagSecondsMax: held.lagSecondsMax,
    rowsPerSecondHeld: Math.round(held.rowsPerSecond),
  });
} finally {
  await stopAll();
}

async function figuresOfBacklog(): Promise<Figures> {
  const full = await onNewParts((parts) => storeBacklog(parts, FULL));
  if (!hasVictoriaMetrics())
    console.log('victoria-metrics is not installed (Debian package of that name): not compared');
  const victoriaMetrics = hasVictoriaMetrics() ? await feedVictoriaMetrics(FULL) : null;
  return {
    rowsPerSecond: Math.round(full.rowsPerSecond),
    rowsPerCpuSecond: Math.round(full.rowsPerCpuSecond),
    rowsPerCpuSecondVictoriaMetrics: victoriaMetrics && Math.round(victoriaMetrics),
    ratioToVictoriaMetrics: victoriaMetrics && Math.round((100 * full.rowsPerCpuSecond) / victoriaMetrics) / 100,
  };
}

async function onNewParts<T>(measure: (parts: Parts) => Promise<T>): Promise<T> {
  const parts = await startParts();
  try {
    return await measure(parts);
  } finally {
    await parts.stop();
  }
}
