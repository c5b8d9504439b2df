import {
  type DatabaseFill,
  DISK_LEVELS,
  diskShare,
  type StreamFill,
  STREAM_LEVELS,
  streamShare,
} from '../../capacity/fill.js';
import type { JobsTold, PartitionTold, ProcessTold, RefusedMessages } from '../../query/system/system.query.js';
import type { AgentTrouble } from './troubles.js';
import { compareVersions, newestVersion } from './version.js';

/** What weir is made of, in the order in which a sample walks. */
export const PART_NAMES = [
  'agents',
  'stream',
  'ingest',
  'refused',
  'database',
  'analysis',
  'jobs',
  'processes',
] as const;
export type PartName = (typeof PART_NAMES)[number];
/** How something does; `unknown` = it cannot be told from here. */
export const PART_STATES = ['good', 'warn', 'bad', 'unknown'] as const;
export type PartState = (typeof PART_STATES)[number];

/** How a part of weir does: a sentence, and what to do where it is not well. */
export interface SystemPart {
  readonly name: PartName;
  readonly state: PartState;
  readonly text: string;
  readonly remedy: string | null;
}

/** What parts are judged by. */
export interface SystemFindings {
  readonly nowMs: number;
  readonly hosts: number;
  readonly troubles: readonly AgentTrouble[];
  readonly processes: readonly ProcessTold[];
  /** Into how many the hosts are divided. */
  readonly partitionCount: number;
  readonly partitions: readonly PartitionTold[];
  readonly refused: RefusedMessages;
  readonly jobs: JobsTold;
  readonly isNatsUp: boolean;
  /** Null where it cannot be asked. */
  readonly stream: StreamFill | null;
  readonly database: DatabaseFill | null;
  readonly growthBytesPerDay: number | null;
  /** Of what comes live, how late the least late host is stored. */
  readonly lagMs: number;
}

/** A process says of itself every 5 s. */
const PROCESS_PATIENCE_MS = 20_000;
const PARTITION_PATIENCE_MS = 60_000;
const JOB_PATIENCE_MS = 300_000;
const LATE_SECONDS = 10;
const TOO_LATE_SECONDS = 60;
const SOON_FULL_DAYS = 14;

type Judged = Omit<SystemPart, 'name'>;

/** Judges each part. */
export function judgeParts(findings: SystemFindings): SystemPart[] {
  const judged: Readonly<Record<PartName, Judged>> = {
    agents: agentsOf(findings),
    stream: streamOf(findings),
    ingest: ingestOf(findings),
    refused: refusedOf(findings),
    database: databaseOf(findings),
    analysis: analysisOf(findings),
    jobs: jobsOf(findings),
    processes: processesOf(findings),
  };
  return PART_NAMES.map((name) => ({ name, ...judged[name] }));
}

/** The worst of all; what is unknown is worse than what is good, and nothing else. */
export function worstOf(parts: readonly Pick<SystemPart, 'state'>[]): PartState {
  const states = parts.map(({ state }) => state);
  return (['bad', 'warn', 'unknown'] as const).find((state) => states.includes(state)) ?? 'good';
}

const good = (text: string): Judged => ({ state: 'good', text, remedy: null });
const warn = (text: string, remedy: string): Judged => ({ state: 'warn', text, remedy });
const bad = (text: string, remedy: string): Judged => ({ state: 'bad', text, remedy });
const unknown = (text: string, remedy: string): Judged => ({ state: 'unknown', text, remedy });

function agentsOf({ hosts, troubles }: SystemFindings): Judged {
  if (hosts === 0)
    return warn('No agent has reported yet.', 'Add hosts: Enrolment makes a line to run on each of them.');
  const troubled = new Set(troubles.map(({ hostId }) => hostId)).size;
  if (troubled === 0) return good(hosts === 1 ? 'The agent is well.' : `All ${hosts} agents are well.`);
  return warn(
    hosts === 1
      ? 'The agent is not well.'
      : `${troubled} of ${hosts} agents ${troubled === 1 ? 'is' : 'are'} not well.`,
    'Each is listed below with what to do.',
  );
}

function streamOf({ isNatsUp, stream }: SystemFindings): Judged {
  if (!isNatsUp)
    return bad(
      'NATS cannot be reached; agents keep what they count on their disks.',
      'See whether NATS runs and whether WEIR_NATS_URL is its address; `weir-aggregator doctor` tells what is amiss.',
    );
  if (!stream) return unknown('The stream cannot be asked yet.', 'It is looked at every 10 s. Nothing is to be done.');
  const share = streamShare(stream);
  const text = `${stream.waiting} ${stream.waiting === 1 ? 'message waits' : 'messages wait'} to be stored${
    stream.maxBytes === null ? '' : `; the stream is ${Math.round(share * 100)} % full`
  }.`;
  const remedy =
    'See whether the database answers, run more processes with the role ingest, or give the stream a greater max_bytes. When it is full, agents keep what they count on their disks.';
  if (share > (STREAM_LEVELS[1] ?? 1)) return bad(text, remedy);
  return share > (STREAM_LEVELS[0] ?? 1) ? warn(text, remedy) : good(text);
}

function ingestOf({ processes, lagMs }: SystemFindings): Judged {
  const ingesting = processes.filter((each) => each.roles.includes('ingest') && isThere(each));
  if (ingesting.length === 0)
    return bad(
      'No process stores what agents send.',
      'Start one with the role ingest (WEIR_ROLES). Nothing is lost: it waits in the stream.',
    );
  const fault = ingesting.find(({ streamFault }) => streamFault !== null)?.streamFault;
  if (fault)
    return bad(
      `Nothing can be taken from the stream: ${fault}.`,
      'The log of that process says more; mend what it names.',
    );
  const lagSeconds = Math.max(lagMs / 1_000, ...ingesting.map((each) => each.lagSeconds ?? 0));
  const remedy = 'Give the database more room (CPU, disk), or run more processes with the role ingest.';
  const text = `What agents send is stored ${lagSeconds < 1 ? 'within a second' : `${Math.round(lagSeconds)} s late`}.`;
  if (lagSeconds > TOO_LATE_SECONDS) return bad(text, remedy);
  return lagSeconds > LATE_SECONDS ? warn(text, remedy) : good(text);
}

function refusedOf({ refused: { kept, lastHour } }: SystemFindings): Judged {
  if (lastHour > 0)
    return warn(
      `${lastHour} ${lastHour === 1 ? 'message was' : 'messages were'} refused within the last hour.`,
      'See the reasons below: an agent of a newer version than this, or something else that publishes to these subjects. The table refused has what was sent.',
    );
  return good(kept === 0 ? 'No message was refused.' : `None within the last hour; ${kept} older ones are kept.`);
}

function databaseOf({ database, growthBytesPerDay }: SystemFindings): Judged {
  if (!database)
    return unknown(
      'The size of the database is not known yet.',
      'It is looked at every minute. Nothing is to be done.',
    );
  const size = `The database takes ${gigabytes(database.bytes)}`;
  if (!database.disk) return good(`${size}. How much room is left cannot be seen from here: watch its disk there.`);
  const share = diskShare(database.disk);
  const days =
    growthBytesPerDay !== null && growthBytesPerDay > 0 ? database.disk.freeBytes / growthBytesPerDay : Infinity;
  const text = `${size}; its disk is ${Math.round(share * 100)} % full, ${gigabytes(database.disk.freeBytes)} are left${
    days < 365 ? `, at the pace of now for ${Math.floor(days)} days` : ''
  }.`;
  const remedy =
    'Keep something for less time (Settings, Storage) or give the disk more room. When it is full, nothing is stored any more.';
  if (share > (DISK_LEVELS[1] ?? 1)) return bad(text, remedy);
  return share > (DISK_LEVELS[0] ?? 1) || days < SOON_FULL_DAYS ? warn(text, remedy) : good(text);
}

function analysisOf({ nowMs, processes, partitionCount, partitions }: SystemFindings): Judged {
  const owned = new Set(processes.filter(isThere).flatMap((each) => each.partitions ?? []));
  const left = partitionCount - [...owned].filter((partition) => partition < partitionCount).length;
  if (left > 0)
    return bad(
      `${left} of ${partitionCount} ${partitionCount === 1 ? 'partition' : 'partitions'} of the hosts ${left === 1 ? 'is' : 'are'} not analysed: no patterns, no alerts.`,
      'Start a process with the role analyse (WEIR_ROLES). One that was killed is followed by another within 10 s.',
    );
  const late = partitions.filter(
    ({ at, lagMs }) => lagMs > TOO_LATE_SECONDS * 1_000 || nowMs - at.getTime() > PARTITION_PATIENCE_MS,
  );
  if (late.length > 0)
    return warn(
      `The analysis is behind in ${late.length} of ${partitionCount} ${partitionCount === 1 ? 'partition' : 'partitions'}.`,
      'It catches up by itself after a start. Where it lasts, raise WEIR_ANALYSE_PARTITIONS and run more processes with the role analyse.',
    );
  const thinned = partitions.reduce((sum, each) => sum + each.thinned, 0);
  if (thinned > 0)
    return warn(
      `${thinned} interfaces are looked at less often than each second.`,
      'That is by design where there is too much for one process: raise WEIR_ANALYSE_PARTITIONS and run more processes with the role analyse.',
    );
  return good(`${partitions.reduce((sum, each) => sum + each.series, 0)} interfaces are analysed.`);
}

function jobsOf({ jobs: { queued, running, failed, waitingMs } }: SystemFindings): Judged {
  if (waitingMs !== null && waitingMs > JOB_PATIENCE_MS)
    return warn(
      `${queued} exports and reports wait, the longest for ${Math.round(waitingMs / 60_000)} minutes.`,
      'Each process does two at a time; exports need the role api, reports the role analyse. Start one more, or wait.',
    );
  if (failed > 0)
    return warn(
      `${failed} ${failed === 1 ? 'export or report' : 'exports and reports'} failed within the last day.`,
      'The list of jobs says why of each.',
    );
  return good(
    queued + running === 0 ? 'No export or report waits.' : `${running} exports and reports are made, ${queued} wait.`,
  );
}

function processesOf({ processes }: SystemFindings): Judged {
  const lost = processes.filter((each) => !isThere(each));
  if (lost.length > 0)
    return warn(
      `${lost.map(({ host, pid }) => `${host} (${pid})`).join(', ')} went without a word.`,
      'It was killed or is cut off from the database: see its log. After an hour it is forgotten.',
    );
  const newest = newestVersion(processes.map(({ version }) => version));
  const older = processes.filter(({ version }) => newest !== null && compareVersions(version, newest) < 0);
  if (older.length > 0)
    return warn(
      `${older.length} of ${processes.length} processes run an older version than ${newest ?? ''}.`,
      'During an upgrade that is as it should be; else update them.',
    );
  return good(processes.length === 1 ? 'One process runs.' : `${processes.length} processes run.`);
}

/** Whether a process still says of itself. */
export function isThere({ silentMs }: Pick<ProcessTold, 'silentMs'>): boolean {
  return silentMs <= PROCESS_PATIENCE_MS;
}

const gigabytes = (bytes: number): string =>
  bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
