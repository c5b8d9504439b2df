import type { Logger } from 'pino';
import { type ClockSource, SteadyClock } from './clock.js';
import { ContainerInterfaces } from './collect/container-interfaces.js';
import { HostInterfaces } from './collect/host-interfaces.js';
import type { CollectorReports } from './collect/reports.js';
import { CollectorRun } from './collect/run.js';
import type { Config } from './config.js';
import type { TickTime } from './delta/tick-time.js';
import { Discovery, type DiscoveryView } from './discover/discovery.js';
import type { Exclusion } from './discover/exclusion.js';
import { type Kernel, readKernel } from './discover/host-identity.js';
import type { Naming } from './discover/visible.js';
import { recallExclusion } from './exclusion-memory.js';
import { leaveOut } from './leave-out.js';
import { inodeOf } from './procfs/files.js';
import { KeptFile } from './publish/kept-file.js';
import { type Recovered, Spool } from './publish/spool.js';
import { openStateFolder } from './publish/state-folder.js';

/** What this life of the agent stands on: the kernel it found, and what its last life left behind. */
export interface Ground {
  readonly kernel: Kernel;
  readonly hostId: string;
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

/** Opens the state folder and the spool in it, and says where nothing can be kept. */
export function openGround(config: Config, source: ClockSource, log: Pick<Logger, 'warn'>): Ground {
  const kernel = readKernel(config.procRoot, source.wallMs());
  const hostInode = inodeOf(`${config.procRoot}/${config.hostPid}/net/dev`);
  const folder = openStateFolder(config.stateDir, `${kernel.boot}/${hostInode}`, {
    procRoot: config.procRoot,
    boot: kernel.boot,
  });
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
  const now = { at: source.wallMs(), monotonicMs: source.monotonicMs() };
  const previous = resumeAt(spool.recovered, now, kernel.boot);
  return {
    kernel,
    hostId: folder.hostId,
    spool,
    lastInventory: new KeptFile(folder.path, 'last-inventory.json'),
    lastExclusion: new KeptFile(folder.path, 'excluded.json'),
    release: () => folder.release(),
    clock: new SteadyClock(source, previous),
    previous,
  };
}

/** The way to the counters: discovery of namespaces, and the collectors that read them. */
export interface Reading {
  readonly discovery: DiscoveryView;
  readonly collectors: CollectorRun;
  readonly exclusion: Exclusion;
  /** Containers have names, or others. */
  readonly namesChanged: () => void;
}

/** Opens the way to the counters; `naming` is asked only for what may be left out. */
export function openReading(
  config: Config,
  { kernel, spool, lastExclusion }: Ground,
  source: ClockSource,
  reports: CollectorReports,
  naming: Naming,
): Reading {
  const { procRoot, cgroupPrefix, hostPid } = config;
  // Inodes and process ids of another boot say nothing.
  const saved = spool.recovered?.boot === kernel.boot ? spool.recovered.namespaces : [];
  const found = new Discovery({ procRoot, cgroupPrefix, hostPid, ...kernel, saved, wallMs: () => source.wallMs() });
  const exclusion = recallExclusion(config.exclude, lastExclusion);
  const { discovery, wrap, namesChanged } = leaveOut(found, exclusion, naming, lastExclusion);
  const all = [new HostInterfaces(procRoot, hostPid, kernel.boot), new ContainerInterfaces(procRoot, discovery)];
  const collectors = all.filter(({ name }) => config.collectors.has(name)).map(wrap);
  return { discovery, exclusion, namesChanged, collectors: new CollectorRun(collectors, reports) };
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
