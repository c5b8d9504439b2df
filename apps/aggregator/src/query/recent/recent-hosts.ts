import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { type FilledHost, fillHost, filledOf } from '../fill-host.js';
import { endOf, type Grid, ROLLUP_MS } from '../grid.js';
import type { HostBins, Shape } from '../host-bins.js';
import type { HostUnits } from '../members.js';
import { Scratch } from '../scratch.js';
import { Kept } from '../shared/kept.js';
import { type Asked, chunksOfPlans, load, type Loaded, planReading } from './loading.js';
import type { Moment } from './moment.js';
import { Readings } from './readings.js';
import { addedWindow, bytesOf, filledWindow, nameOf, rawFrom, renewedWindow, type Window } from './window.js';

/** A host, filled. */
export interface RecentHost {
  readonly host: HostUnits;
  readonly filled: FilledHost;
}

/** What is asked of hosts, and the snapshot that it is asked on. */
export interface RecentAsked {
  readonly shape: Shape;
  readonly clip: boolean;
  readonly moment: Moment;
}

/** What is kept, and the snapshot that a question is asked on. */
export interface RecentAt {
  readonly hosts: RecentHosts;
  readonly moment: Moment;
}

const MOST_BYTES = 128 * 2 ** 20;
/** What ends earlier is nobody's view of now. */
const REACHES_INTO_NOW_MS = 60_000;
/** A host of which only seconds are read takes some hundredths of a millisecond. */
const HOSTS_A_TURN = 16;
/** Of those that need not be read. */
const FRESH_HOSTS_A_TURN = 100;
/** So old what is kept may be, that it is taken as it is: who asks for the same hosts by another group comes right after. */
const MOST_FRESH_MS = 2_000;
const freshMsOf = (stepMs: number): number => Math.min(MOST_FRESH_MS, stepMs / 2);
/** What it takes to remember that some could not be read. */
const BYTES_UNREAD = 500;

/**
 * What hosts counted in the last minutes, kept from one question to the next: a dashboard asks for the same minutes again every
 * few seconds, of which all but the newest seconds are as they were. Kept by host and by which of its series are added up, so
 * that it helps whoever asks for the same series, by whatever filter.
 *
 * It is exact: what is written late is noted by who writes it (`store/late-writes.ts`), and read again.
 */
export class RecentHosts {
  private readonly windows: Kept<Window>;
  private readonly readings = new Readings();

  /** `freshMs` = how old what is kept may be, so that it is taken as it is, by the step. */
  constructor(
    private readonly mostBytes = MOST_BYTES,
    private readonly freshMs = freshMsOf,
  ) {
    this.windows = new Kept(mostBytes);
  }

  /** What it holds in memory, about. */
  get bytes(): number {
    return this.windows.bytes;
  }

  /** Whether it is of use: for samples as measured, up to now, of no more than it can keep beside others. */
  isOfUse(hosts: readonly HostUnits[], { shape, moment }: Omit<RecentAsked, 'clip'>): boolean {
    if (shape.range || shape.grid.stepMs >= ROLLUP_MS) return false;
    if (endOf(shape.grid) <= moment.nowMs - REACHES_INTO_NOW_MS) return false;
    return hosts.reduce((sum, { units }) => sum + bytesOf(shape, units), 0) <= this.mostBytes / 2;
  }

  /** Fills hosts, one after the other; who asks for what another is reading just now waits for that one. */
  async *read(client: ClientBase, hosts: readonly HostUnits[], asked: RecentAsked): AsyncGenerator<RecentHost> {
    const named = hosts.map((host) => ({ host, name: nameOf(host, asked.shape) }));
    const [fresh, rest]: [Asked[], Asked[]] = [[], []];
    const end = await this.readings.begin(
      named.map(({ name }) => name),
      () => {
        for (const each of named) {
          const window = this.windowOf(each.name, asked.shape.grid);
          (this.isFresh(window, asked) ? fresh : rest).push({ ...each, window });
        }
        return rest.map(({ name }) => name);
      },
    );
    try {
      yield* filledAsKept(fresh, asked.clip);
      yield* this.readAll(client, rest, asked);
    } finally {
      end();
    }
  }

  /** While the caller works on some, the database reads the next. */
  private async *readAll(client: ClientBase, known: readonly Asked[], asked: RecentAsked): AsyncGenerator<RecentHost> {
    const { shape, moment } = asked;
    const plans = await planReading(client, known, shape.grid, moment);
    const chunks = chunksOfPlans(plans, moment.nowMs);
    const loading = (index: number): Promise<Loaded[]> => {
      const loaded = load(client, chunks[index] ?? [], shape.grid);
      // Handled where it is awaited; the caller may have given up by then.
      loaded.catch(() => undefined);
      return loaded;
    };
    const scratch = new Scratch();
    let next = loading(0);
    for (let index = 0; index < chunks.length; index += 1) {
      const chunk = await next;
      next = loading(index + 1);
      for (const [place, loaded] of chunk.entries()) {
        const isWhole = !loaded.addition && !loaded.renewal;
        if (isWhole || place % HOSTS_A_TURN === 0) await nextTurn();
        yield { host: loaded.host, filled: await this.fill(client, loaded, asked, scratch) };
      }
    }
  }

  /** What is of a later moment than the question is so, too. Who asks for the past may do so to see what was stored late. */
  private isFresh(window: Window | undefined, { shape: { grid }, moment }: RecentAsked): boolean {
    if (endOf(grid) <= moment.nowMs - grid.stepMs) return false;
    if (!window?.bins || window.grid.startMs !== grid.startMs || window.grid.count !== grid.count) return false;
    return moment.nowMs - window.moment.nowMs < this.freshMs(grid.stepMs);
  }

  /** Where something could not be read, it is looked whether that is still so when all of it has gone by. */
  private windowOf(name: string, grid: Grid): Window | undefined {
    const window = this.windows.get(name);
    return window?.bins === null && endOf(window.grid) <= grid.startMs ? undefined : window;
  }

  private async fill(client: ClientBase, loaded: Loaded, asked: RecentAsked, scratch: Scratch): Promise<FilledHost> {
    const { host, window } = loaded;
    const { shape, clip } = asked;
    const bins = window?.bins === null ? null : binsOf(loaded, shape, scratch);
    if (bins) {
      this.keep(loaded, { grid: shape.grid, moment: asked.moment, bins });
      return filledOf(bins, host.units, clip);
    }
    if (window?.bins !== null) this.keep(loaded, { grid: shape.grid, moment: asked.moment, bins });
    const isWhole = !loaded.addition && !loaded.renewal;
    const [whole = loaded] = isWhole
      ? []
      : await load(client, [{ ...loaded, addition: null, renewal: null }], shape.grid);
    const segments = [{ segment: rawFrom(shape.grid, shape.grid.startMs), blocks: whole.blocks }];
    return fillHost({ host, segments }, shape, clip, scratch);
  }

  /** Who asks for less, or on an earlier snapshot, takes nothing away from others. */
  private keep({ name, host }: Loaded, window: Window): void {
    const other = this.windows.get(name);
    if (other && (endOf(other.grid) > endOf(window.grid) || other.moment.nowMs > window.moment.nowMs)) return;
    this.windows.set(name, window, window.bins ? bytesOf(window.bins.shape, host.units) : BYTES_UNREAD);
  }
}

async function* filledAsKept(kept: readonly Asked[], clip: boolean): AsyncGenerator<RecentHost> {
  for (const [place, { host, window }] of kept.entries()) {
    if (place % FRESH_HOSTS_A_TURN === 0) await nextTurn();
    if (window?.bins) yield { host, filled: filledOf(window.bins, host.units, clip) };
  }
}

function binsOf(loaded: Loaded, shape: Shape, scratch: Scratch): HostBins | null {
  const { host, window, addition, renewal, blocks } = loaded;
  if (addition && window?.bins) return addedWindow(host, window.bins, shape, blocks);
  if (!renewal || !window?.bins) return filledWindow(host, shape, blocks);
  return renewedWindow({ host, known: window.bins, renewal }, shape, blocks, scratch);
}
