import type { Exclusion } from '../discover/exclusion.js';
import type { Collected, Collector, TableReading } from './collector.js';

/** A collector without the interfaces that are left out. */
export class Excluding implements Collector {
  /** Tables that were there from the start and were not read yet: what came up later was never left out. */
  private readonly unread = new Set<string>();
  private isListed = false;

  /** `takesIn` = whether a table was left out until now, asked once for each reading. */
  constructor(
    private readonly inner: Collector,
    private readonly exclusion: Pick<Exclusion, 'hasInterface' | 'takesIn'>,
    private readonly takesIn: (life: string) => boolean,
  ) {}

  get name(): Collector['name'] {
    return this.inner.name;
  }

  collect(): Collected {
    const collected = this.inner.collect();
    if (!this.isListed) for (const { life } of collected.tables) this.unread.add(life);
    this.isListed ||= !collected.unlisted;
    return { ...collected, tables: collected.tables.map((table) => this.visible(table)) };
  }

  private visible(table: TableReading): TableReading {
    if (table.content.kind !== 'rows') return table;
    const isVisible = (name: string): boolean => !this.exclusion.hasInterface(`${table.prefix}/${name}`);
    const rows = table.content.rows.filter(({ name }) => isVisible(name));
    const faults = table.content.faults.filter(isVisible);
    const all = this.takesIn(table.life);
    const isFirst = this.unread.has(table.life);
    const late = rows.filter(({ name }) => all || (isFirst && this.exclusion.takesIn(`${table.prefix}/${name}`)));
    // A line that was garbled is late when it can be read.
    if (faults.length === 0) this.unread.delete(table.life);
    return {
      ...table,
      content: { kind: 'rows', rows, faults },
      ...(late.length > 0 ? { late: late.map(({ name }) => name) } : {}),
    };
  }
}
