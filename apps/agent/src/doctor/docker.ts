import { type Finding, foundBroken, foundUnknown, foundWell } from '@weir/model';
import { dockerCounters } from '../discover/docker-counters.js';
import { type DockerAddress, dockerEngine } from '../discover/docker-engine.js';

const TIMEOUT_MS = 5_000;
const WHAT = 'Docker';

/** Whether Docker answers all that the agent asks it, also through a proxy; `counts` = counters come from it, too. */
export async function examineDocker(address: DockerAddress, counts: boolean): Promise<readonly Finding[]> {
  const engine = dockerEngine(address, { timeoutMs: TIMEOUT_MS });
  const place = 'socketPath' in address ? address.socketPath : `${address.host}:${address.port}`;
  const name = await attempt(() => engine.hostName());
  if (!name.ok && isAbsent(name.error)) {
    const text = `there is none at ${place}`;
    return [
      counts
        ? foundBroken(WHAT, `${text}, and /proc shows no process: set DOCKER_HOST, or mount the host's /proc`)
        : foundUnknown(WHAT, `${text}: containers are counted without names; set DOCKER_HOST where it is elsewhere`),
    ];
  }
  const silence = new AbortController();
  const containers = await attempt(() => engine.containers());
  const findings = [
    foundPath('/info', name, place),
    foundPath('/containers/json', containers, place),
    foundPath('/networks', await attempt(() => engine.networks()), place),
    foundPath('/events', await attempt(() => engine.events(silence.signal)), place),
  ];
  if (counts && containers.ok) findings.push(await foundCounters(address, containers.value[0], place, silence.signal));
  silence.abort();
  return findings;
}

/** Of whatever container runs. */
async function foundCounters(
  address: DockerAddress,
  container: { readonly id: string } | undefined,
  place: string,
  signal: AbortSignal,
): Promise<Finding> {
  if (!container) return foundUnknown(WHAT, 'no container runs, so its counters were not asked for');
  const counters = dockerCounters(address, TIMEOUT_MS);
  const asked = await attempt(async () => {
    await counters.startedAt(container.id);
    await counters.stats(container.id, signal);
  });
  return foundPath('/containers/<id>/json and /stats', asked, place);
}

type Attempt<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

async function attempt<T>(ask: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { ok: true, value: await ask() };
  } catch (error) {
    return { ok: false, error };
  }
}

function foundPath(path: string, attempted: Attempt<unknown>, place: string): Finding {
  if (attempted.ok) return foundWell(WHAT, `${path} is answered at ${place}`);
  const {
    statusCode,
    code,
    message = '',
  } = attempted.error as { statusCode?: number; code?: string; message?: string };
  const reason = statusCode ?? code ?? message.split('\n')[0];
  return foundBroken(WHAT, `${path} is not answered at ${place} (${reason}): ${remedyOf(statusCode, code)}`);
}

function remedyOf(statusCode: number | undefined, code: string | undefined): string {
  if (statusCode === 403) return 'let the proxy before the socket pass it on';
  if (statusCode !== undefined) return "look at Docker's log";
  if (code === 'EACCES') return 'let the agent use the socket, or a proxy before it (deploy/docker/README.md)';
  return 'start Docker, or set DOCKER_HOST';
}

function isAbsent(error: unknown): boolean {
  return (error as { readonly code?: unknown }).code === 'ENOENT';
}
