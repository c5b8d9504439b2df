import type { Logger } from 'pino';
import type { Config } from './config/config.js';
import { type ClockSource, SteadyClock } from './delta/clock.js';
import type { TickTime } from './delta/tick-time.js';
import { type Kernel, readKernel, sameBoot } from './discover/host-identity.js';
import { inodeOf, readText } from './procfs/files.js';
import { KeptFile } from './publish/kept-file.js';
import { type Recovered, Spool } from './publish/spool.js';
import { lookAtStateFolder, openStateFolder } from './publish/state-folder.js';

/** What this life of the agent stands on: the kernel it found, and what its last life left behind. */
export interface Ground {
  readonly kernel: Kernel;
  readonly hostId: string;
  /** Where small files can be kept; null where nothing can. */
  readonly stateFolder: string | null;
  readonly spool: Spool;
  /** Holds what was last told of the host. */
  readonly lastInventory: KeptFile;
  /** Holds what was last left out. */
  readonly lastExclusion: KeptFile;
  /** Lets another agent have the state folder. */
  readonly release: () => void;
  readonly clock: SteadyClock;
  /** Up to when everything is accounted for. */
  readonly previous: TickTime;
}

const SEGMENT_BYTES = 4_194_304;
/** A spool is made smaller segment by segment, the newest excepted. */
const MIN_SEGMENTS = 16;
/** A message cannot cover more; longer away is a gap. */
const MAX_AWAY_MS = 365 * 86_400_000;

/** Opens the state folder and the spool in it, and says where nothing can be kept; not `keeping`, it leaves it alone. */
export function openGround(config: Config, source: ClockSource, log: Pick<Logger, 'warn'>, keeping = true): Ground {
  // An agent that was not given the host's `/proc` runs on the same kernel all the same.
  const procRoot = readText(`${config.procRoot}/stat`) === null ? '/proc' : config.procRoot;
  const found = readKernel(procRoot, source.wallMs());
  const hostInode = inodeOf(`${config.procRoot}/${config.hostPid}/net/dev`);
  const fallback = `${found.boot}/${hostInode}`;
  const folder = keeping
    ? openStateFolder(config.stateDir, fallback, { procRoot, boot: found.boot })
    : lookAtStateFolder(config.stateDir, fallback);
  if (folder.problem !== null) log.warn(folder.problem);
  const maxBytes = folder.memoryBytes ?? config.spoolBytes;
  const segmentBytes = Math.min(SEGMENT_BYTES, maxBytes / MIN_SEGMENTS);
  const spool = new Spool(folder.segments, { segmentBytes, maxBytes }, () =>
    log.warn(
      { maxBytes },
      'the spool is full: states in it are dropped, then ticks merged; no byte of traffic is lost',
    ),
  );
  if (spool.damagedBytes > 0) log.warn({ bytes: spool.damagedBytes }, 'left out a torn or damaged end of the spool');
  const kernel = { ...found, boot: sameBoot(found.boot, spool.recovered?.boot ?? null) };
  const now = { at: source.wallMs(), monotonicMs: source.monotonicMs() };
  const previous = resumeAt(spool.recovered, now, kernel.boot);
  return {
    kernel,
    hostId: folder.hostId,
    stateFolder: folder.path,
    spool,
    lastInventory: new KeptFile(folder.path, 'last-inventory.json'),
    lastExclusion: new KeptFile(folder.path, 'excluded.json'),
    release: () => folder.release(),
    clock: new SteadyClock(source, previous),
    previous,
  };
}

/**
 * From when on the agent has to account, in this kernel's monotonic time: where its last life stopped; after a reboot,
 * no earlier than the kernel's start; on the very first start, now.
 */
export function resumeAt(recovered: Recovered | null, now: TickTime, boot: string): TickTime {
  if (!recovered) return now;
  const sameClock = recovered.boot === boot && recovered.monotonicMs <= now.monotonicMs;
  const awayMs = sameClock ? now.monotonicMs - recovered.monotonicMs : Math.max(1, now.at - recovered.at);
  return { at: recovered.at, monotonicMs: now.monotonicMs - Math.min(awayMs, MAX_AWAY_MS, now.monotonicMs) };
}
