import type { DiscoveryView, FoundContainer } from './discovery.js';
import type { Exclusion, NamedContainer } from './exclusion.js';
import type { Namespace, SavedNamespace } from './namespaces.js';
import type { Member } from './process-scan.js';

/** Gives the containers found the names that are known now. */
export type Naming = (found: readonly FoundContainer[]) => readonly NamedContainer[];

/** A discovery without the containers that are left out. Everything goes on being found, so that it can be taken in again. */
export class Visible implements DiscoveryView {
  private seen: readonly FoundContainer[] | null = null;
  private listed: readonly FoundContainer[] = [];
  private living: readonly Namespace[] = [];
  private outside = new Set<string>();
  private readonly readmitted = new Set<string>();
  private version = 0;

  constructor(
    private readonly inner: DiscoveryView,
    private readonly exclusion: Exclusion,
    private readonly naming: Naming,
    /** Told whenever the containers were judged. */
    private readonly judged: () => void,
  ) {}

  get containersVersion(): number {
    return this.inner.containersVersion + this.version;
  }

  get savedVersion(): number {
    return this.inner.savedVersion;
  }

  refresh(full: boolean): void {
    this.inner.refresh(full);
    if (this.inner.containers() !== this.seen) this.judge();
  }

  containers(): readonly FoundContainer[] {
    return this.listed;
  }

  namespaces(): readonly Namespace[] {
    return this.living;
  }

  processes(): readonly Member[] {
    return this.inner.processes();
  }

  saved(): readonly SavedNamespace[] {
    return this.inner.saved();
  }

  /** Names are known, or others. */
  judge(): void {
    const before = this.exclusion.excluded();
    this.seen = this.inner.containers();
    this.exclusion.judge(this.naming(this.seen));
    const after = this.exclusion.excluded();
    this.listed = this.seen.filter(({ id }) => !after.has(id));
    const isOutside = ({ containers }: Namespace, ids: ReadonlySet<string>): boolean =>
      containers.length > 0 && containers.every((id) => ids.has(id));
    const all = this.inner.namespaces();
    for (const each of all) {
      const wasOutside = this.outside.has(each.life) || isOutside(each, before);
      if (wasOutside && !isOutside(each, after)) this.readmitted.add(each.life);
    }
    this.outside = new Set(all.filter((each) => isOutside(each, after)).map(({ life }) => life));
    this.living = all.filter(({ life }) => !this.outside.has(life));
    this.judged();
    if (before.size !== after.size || [...before].some((id) => !after.has(id))) this.version += 1;
  }

  /** Whether a namespace was left out until now: true once. */
  takesIn(life: string): boolean {
    return this.readmitted.delete(life);
  }
}
