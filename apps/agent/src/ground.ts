import type { Logger } from 'pino';
import type { CollectorReports } from './collect/reports.js';
import { CollectorRun } from './collect/run.js';
import type { Config } from './config/config.js';
import { type ClockSource, SteadyClock } from './delta/clock.js';
import type { TickTime } from './delta/tick-time.js';
import type { DiscoveryView } from './discover/discovery.js';
import type { DockerCounters } from './discover/docker-counters.js';
import type { Exclusion } from './discover/exclusion.js';
import { type Kernel, readKernel, sameBoot } from './discover/host-identity.js';
import type { Naming } from './discover/visible.js';
import { dockerWay } from './docker-way.js';
import { recallExclusion } from './exclusion-memory.js';
import { leaveOut } from './leave-out.js';
import { missingIn, missingNames } from './missing.js';
import type { Command } from './platform/os-source.js';
import { procWay } from './proc-way.js';
import { inodeOf, readText } from './procfs/files.js';
import { KeptFile } from './publish/kept-file.js';
import { type Recovered, Spool } from './publish/spool.js';
import { lookAtStateFolder, openStateFolder } from './publish/state-folder.js';
import { type ReadingMode, readingMode } from './reading-mode.js';
import type { StateCollectors } from './tasks/state-task.js';
import type { Way, WayParts } from './way.js';

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
    spool,
    lastInventory: new KeptFile(folder.path, 'last-inventory.json'),
    lastExclusion: new KeptFile(folder.path, 'excluded.json'),
    release: () => folder.release(),
    clock: new SteadyClock(source, previous),
    previous,
  };
}

/** The way that is taken, and what goes along it. */
export interface Reading {
  readonly way: Way;
  /** Without what is left out. */
  readonly discovery: DiscoveryView;
  readonly collectors: CollectorRun;
  readonly states: StateCollectors;
  readonly exclusion: Exclusion;
  /** What cannot be known this way, each in a sentence for people. */
  readonly missing: readonly string[];
  /** Containers have names, or others. */
  readonly namesChanged: () => void;
}

/** What reading takes from the surroundings. */
export interface ReadingSurroundings {
  readonly platform: NodeJS.Platform;
  /** Runs a program of the system. */
  readonly run: (command: Command) => Promise<string>;
  /** Asked for only where counters are read from Docker. */
  readonly counters: () => DockerCounters;
}

/** What reading is made from; `naming` is asked only for what may be left out. */
export interface ReadingParts extends WayParts {
  readonly surroundings: ReadingSurroundings;
  readonly reports: CollectorReports;
  readonly naming: Naming;
  readonly log: Pick<Logger, 'info'>;
}

/** Opens the way to the counters. */
export function openReading(parts: ReadingParts): Reading {
  const { config, ground, surroundings, reports, naming, log } = parts;
  const mode = readingMode(config, surroundings.platform);
  const missing = [...missingIn(mode, surroundings.platform, config), ...missingNames(config)];
  if (mode.kind === 'docker') log.info({ remote: mode.remote, missing }, 'counters are read without /proc');
  const way = openWay(mode, parts);
  const exclusion = recallExclusion(config.exclude, ground.lastExclusion);
  const { discovery, wrap, namesChanged } = leaveOut(way.found, exclusion, naming, ground.lastExclusion);
  const counters = way.counters(discovery).filter(({ name }) => config.collectors.has(name));
  const collectors = new CollectorRun(counters.map(wrap), reports);
  return { way, discovery, collectors, states: way.states(discovery), exclusion, missing, namesChanged };
}

function openWay(mode: ReadingMode, { config, ground, source, surroundings }: ReadingParts): Way {
  if (mode.kind === 'proc') return procWay({ config, ground, source });
  const { platform, run, counters } = surroundings;
  return dockerWay({ config, ground, source, mode, platform, run, counters: counters() });
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
