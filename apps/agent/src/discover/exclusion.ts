import { globs } from './globs.js';

/** What is left out, by pattern. */
export interface ExclusionPatterns {
  /** Over names; those with a slash over keys, as `host/veth*`. */
  readonly interfaces: readonly string[];
  /** Over names, names of pods' containers as `<namespace>/<pod>/<name>`, and ids. */
  readonly containers: readonly string[];
}

/** What an earlier life of the agent left out. */
export interface PastExclusion extends ExclusionPatterns {
  /** Ids of containers. */
  readonly ids: readonly string[];
}

/** What a container may be called by. */
export interface NamedContainer {
  readonly id: string;
  readonly names: readonly string[];
}

const ID_PREFIX = /^[0-9a-f]{12,64}$/;
/** Names of veths are random, so those seen pile up. */
const MAX_REMEMBERED = 50_000;

/**
 * Decides what is left out. Interfaces are judged by their key once. A container is judged by its id, and again when its
 * name becomes known; while nobody knows the name, it stays what it was in the agent's last life.
 */
export class Exclusion {
  /** Whether there is anything to leave out, or to take in again. */
  readonly isNeeded: boolean;
  private readonly judgeInterface: (key: string) => boolean;
  private readonly judgedBefore: (key: string) => boolean;
  private readonly judgeContainer: (name: string) => boolean;
  private readonly decisions = new Map<string, boolean>();
  private containers: ReadonlySet<string>;
  private readonly taken = new Set<string>();

  constructor(
    readonly patterns: ExclusionPatterns,
    past: PastExclusion | null,
  ) {
    this.isNeeded = hasPatterns(patterns) || (past !== null && hasPatterns(past));
    this.judgeInterface = interfaceJudge(patterns.interfaces);
    this.judgedBefore = interfaceJudge(past?.interfaces ?? []);
    this.judgeContainer = globs(patterns.containers);
    this.containers = new Set(past?.ids ?? []);
  }

  hasInterface(key: string): boolean {
    const known = this.decisions.get(key);
    if (known !== undefined) return known;
    if (this.decisions.size >= MAX_REMEMBERED) this.decisions.clear();
    const decision = this.judgeInterface(key);
    this.decisions.set(key, decision);
    return decision;
  }

  /** Whether an interface was left out until now: true once for each. */
  takesIn(key: string): boolean {
    if (this.taken.has(key) || !this.judgedBefore(key) || this.hasInterface(key)) return false;
    this.taken.add(key);
    return true;
  }

  hasContainer(id: string): boolean {
    return this.containers.has(id);
  }

  /** Ids of the containers that are left out. */
  excluded(): ReadonlySet<string> {
    return this.containers;
  }

  /** Judges the containers that there are. */
  judge(containers: readonly NamedContainer[]): void {
    this.containers = new Set(containers.filter((each) => this.isOut(each)).map(({ id }) => id));
  }

  private isOut({ id, names }: NamedContainer): boolean {
    if (this.judgeContainer(id) || this.patterns.containers.some((each) => ID_PREFIX.test(each) && id.startsWith(each)))
      return true;
    return names.length === 0
      ? this.patterns.containers.length > 0 && this.containers.has(id)
      : names.some(this.judgeContainer);
  }
}

function interfaceJudge(patterns: readonly string[]): (key: string) => boolean {
  const byKey = globs(patterns.filter((pattern) => pattern.includes('/')));
  const byName = globs(patterns.filter((pattern) => !pattern.includes('/')));
  return (key) => byKey(key) || byName(key.slice(key.indexOf('/') + 1));
}

/** Whether anything is to be left out. */
export function hasPatterns({ interfaces, containers }: ExclusionPatterns): boolean {
  return interfaces.length > 0 || containers.length > 0;
}
