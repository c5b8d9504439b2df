import type { Logger } from 'pino';
import { CollectorRun } from './collect/run.js';
import type { CollectorReports } from './collect/reports.js';
import type { DiscoveryView } from './discover/discovery.js';
import type { DockerCounters } from './discover/docker-counters.js';
import type { Exclusion } from './discover/exclusion.js';
import type { Naming } from './discover/visible.js';
import { dockerWay } from './docker-way.js';
import { recallExclusion } from './exclusion-memory.js';
import { leaveOut } from './leave-out.js';
import { missingIn, missingNames } from './missing.js';
import type { Command } from './platform/os-source.js';
import { procWay } from './proc-way.js';
import { type ReadingMode, readingMode } from './reading-mode.js';
import type { StateCollectors } from './tasks/state-task.js';
import type { Way, WayParts } from './way.js';

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
