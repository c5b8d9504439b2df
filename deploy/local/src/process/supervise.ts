import { setTimeout as sleep } from 'node:timers/promises';
import { stopChild, type Child, type Exit } from './child.js';

/** A program that is to run until weir stops. */
export interface Service {
  readonly name: string;
  readonly logFile: string;
  readonly stopSignal: NodeJS.Signals;
  start(): Promise<Child>;
  /** Resolves when it is of use; throws when it will not be. */
  ready(child: Child): Promise<void>;
}

/** Told of every start and end. */
export interface Observer {
  started(name: string, pid: number): void;
  ended(name: string): void;
  say(text: string): void;
}

const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 30_000;
const HEALTHY_AFTER_MS = 60_000;
const STOP_GRACE_MS = 15_000;

/** The pause before a program is started again that has failed so many times in a row. */
export function restartDelayMs(failures: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** failures, MAX_DELAY_MS);
}

/** Keeps a service running: {@link launch} must succeed once, later ends are mended. */
export class Supervisor {
  readonly name: string;
  private readonly stopping = new AbortController();
  private child: Child | undefined;
  private keeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly service: Service,
    private readonly observer: Observer,
  ) {
    this.name = service.name;
  }

  /** Starts it, waits until it is of use, and from then on starts it again whenever it ends by itself. */
  async launch(): Promise<void> {
    const child = await this.start();
    this.keeping = this.keep(child);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    if (this.child) await stopChild(this.child, this.service.stopSignal, STOP_GRACE_MS);
    await this.keeping;
    this.observer.ended(this.name);
  }

  /** SIGKILL, at once. */
  kill(): void {
    this.stopping.abort();
    this.child?.signal('SIGKILL');
  }

  private async start(): Promise<Child> {
    const child = await this.service.start();
    this.child = child;
    if (this.stopping.signal.aborted) child.signal(this.service.stopSignal);
    if (child.pid !== undefined) this.observer.started(this.name, child.pid);
    try {
      await this.service.ready(child);
      return child;
    } catch (error) {
      await stopChild(child, 'SIGKILL', STOP_GRACE_MS);
      throw error;
    }
  }

  private async keep(first: Child): Promise<void> {
    let failures = 0;
    for (let child: Child | undefined = first; child; failures++) {
      const since = Date.now();
      const why = describe(await child.exited);
      if (Date.now() - since > HEALTHY_AFTER_MS) failures = 0;
      child = await this.startAgain(why, failures);
    }
  }

  /** Tries until it runs again; undefined when weir stops meanwhile. */
  private async startAgain(why: string, failures: number): Promise<Child | undefined> {
    const delayMs = restartDelayMs(failures);
    if (this.stopping.signal.aborted) return undefined;
    this.observer.say(`${this.name} ${why}: starting it again in ${delayMs / 1_000} s (${this.service.logFile})`);
    await sleep(delayMs, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    if (this.stopping.signal.aborted) return undefined;
    try {
      const child = await this.start();
      this.observer.say(`${this.name} runs again`);
      return child;
    } catch (error) {
      return this.startAgain(`did not start, ${(error as Error).message}`, failures + 1);
    }
  }
}

function describe({ code, signal, error }: Exit): string {
  if (error) return `could not be run, ${error.message}`;
  return signal ? `was ended by ${signal}` : `ended with code ${code}`;
}
