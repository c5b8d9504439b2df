import { addAbortSignal, Readable } from 'node:stream';
import Docker from 'dockerode';
import { type DockerAddress, withinTime } from './docker-engine.js';
import { asRecord, text, textLines } from './json.js';

/** What an engine tells of the system it runs on. */
export interface EngineSystem {
  /** As Node names it: `linux`, `win32`. */
  readonly platform: string | null;
  readonly kernel: string | null;
  /** All that it has. */
  readonly memoryBytes: number | null;
}

/** What the agent asks an engine for where it reads counters from it; all of it by GET. */
export interface DockerCounters {
  system(): Promise<EngineSystem>;
  /** When a container was last started, ms since 1970; null where it does not run. */
  startedAt(id: string): Promise<number | null>;
  /** A container's statistics, one JSON text about once a second, until it is removed or `signal` aborts. */
  stats(id: string, signal: AbortSignal): Promise<AsyncIterable<string>>;
}

const REQUEST_TIMEOUT_MS = 10_000;

/** The counters of an engine through dockerode. Of an inspected container only its state is kept: the rest holds secrets. */
export function dockerCounters(address: DockerAddress, timeoutMs = REQUEST_TIMEOUT_MS): DockerCounters {
  const docker = new Docker({ ...address, timeout: timeoutMs });
  // An engine is silent while it is busy; that its answers stop is for the reader to notice.
  const patient = new Docker({ ...address });
  return {
    system: async () => toSystem(await docker.info()),
    startedAt: async (id) => toStartedAt(await docker.getContainer(id).inspect()),
    stats: async (id, signal) => {
      const stream = await withinTime(timeoutMs, signal, (abortSignal) =>
        patient.getContainer(id).stats(streamed(abortSignal)),
      );
      if (!(stream instanceof Readable)) throw new Error('no statistics came');
      return textLines(addAbortSignal(signal, stream));
    },
  };
}

/** The declared types do not know that it can be aborted. */
function streamed(abortSignal: AbortSignal): { readonly stream: true } {
  return { stream: true, abortSignal } as { readonly stream: true };
}

function toSystem(info: unknown): EngineSystem {
  const { OSType, KernelVersion, MemTotal } = asRecord(info);
  return {
    platform: OSType === 'windows' ? 'win32' : text(OSType),
    kernel: text(KernelVersion),
    memoryBytes: typeof MemTotal === 'number' && MemTotal > 0 ? MemTotal : null,
  };
}

/** In any time zone, to the nanosecond. */
function toStartedAt(inspected: unknown): number | null {
  const state = asRecord(asRecord(inspected)['State']);
  const startedAt = state['Running'] === true ? Date.parse(text(state['StartedAt']) ?? '') : NaN;
  return Number.isNaN(startedAt) ? null : startedAt;
}
