import type { Edition, TimeTable } from './edition.js';

/** TimescaleDB hypertables, by nothing but its Apache-licensed functions; it makes chunks as rows arrive. */
export class ApacheEdition implements Edition {
  readonly name = 'apache';
  readonly tableSuffix = '';

  convert(table: TimeTable): string {
    // The default index on time alone would double the cost of a row; our own indexes serve all queries.
    return `SELECT create_hypertable('${table.name}', 'time', chunk_time_interval => interval '${table.pieceMs} ms',
      create_default_indexes => false)`;
  }

  ensureRoom(): Promise<void> {
    return Promise.resolve();
  }

  forget(): void {
    // TimescaleDB keeps account of its chunks.
  }
}
