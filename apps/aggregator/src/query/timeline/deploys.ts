import type { Deploy, TimelineEntry } from './entry.js';

/** A container of a service that was started. */
export interface Start {
  /** `stack/service`, or a workload as `namespace/Deployment/web`. */
  readonly service: string;
  readonly image: string | null;
  /** ms since 1970. */
  readonly atMs: number;
  /** Id of its host. */
  readonly hostId: string;
  readonly hostName: string;
}

/** What is started this soon after what was started before belongs to it. */
const TOGETHER_MS = 120_000;
/** So many at once are no container that fell over. */
const MANY = 3;

/**
 * The deploys among starts of containers, the newest first: where containers of a service were started together, and of another image than
 * the one before, or many. A single container that comes back as it was is none.
 */
export function deploysOf(starts: readonly Start[]): TimelineEntry[] {
  const byService = new Map<string, Start[]>();
  for (const start of starts) {
    const known = byService.get(start.service);
    if (known) known.push(start);
    else byService.set(start.service, [start]);
  }
  const entries = [...byService.values()].flatMap(deploysOfService);
  return entries.sort((one, other) => other.at.getTime() - one.at.getTime() || (one.id < other.id ? 1 : -1));
}

function deploysOfService(starts: readonly Start[]): TimelineEntry[] {
  let imageBefore: string | null = null;
  return together(starts).flatMap((wave) => {
    const image = wave.at(-1)?.image ?? null;
    const isOther = imageBefore !== null && image !== null && image !== imageBefore;
    const before = isOther ? imageBefore : null;
    imageBefore = image ?? imageBefore;
    return isOther || wave.length >= MANY ? [entryOf(wave, image, before)] : [];
  });
}

/** Starts in waves, in the order of time. */
function together(starts: readonly Start[]): Start[][] {
  const waves: Start[][] = [];
  for (const start of [...starts].sort((one, other) => one.atMs - other.atMs)) {
    const wave = waves.at(-1);
    if (wave && start.atMs - (wave.at(-1)?.atMs ?? 0) <= TOGETHER_MS) wave.push(start);
    else waves.push([start]);
  }
  return waves;
}

function entryOf(wave: readonly Start[], image: string | null, imageBefore: string | null): TimelineEntry {
  const [first] = wave;
  const last = wave.at(-1);
  const { service = '', atMs = 0 } = first ?? {};
  const hosts = new Map(wave.map(({ hostId, hostName }) => [hostId, hostName]));
  const [only] = hosts.size === 1 ? hosts : [];
  const deploy = { service, image, imageBefore, containerCount: wave.length, hostIds: [...hosts.keys()] };
  return {
    ...{ id: `${atMs}-${service}`, kind: 'deploy', at: new Date(atMs), until: new Date(last?.atMs ?? atMs) },
    ...{ text: textOf(deploy), what: null, subject: service, hostId: only?.[0] ?? null, hostName: only?.[1] ?? null },
    ...{ severity: null, author: null, deploy },
  };
}

function textOf({ service, image, imageBefore, containerCount, hostIds }: Deploy): string {
  const many = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
  const where = `${many(containerCount, 'container')} on ${many(hostIds.length, 'host')}`;
  if (imageBefore !== null) return `${service} was deployed: ${image ?? ''} instead of ${imageBefore}, ${where}`;
  return `${service} was started anew: ${image === null ? '' : `${image}, `}${where}`;
}
