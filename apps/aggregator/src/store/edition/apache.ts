import type { ClientBase } from 'pg';
import { timeSql } from '../block/copy-out.js';
import { runInTime } from '../in-time.js';
import type { Edition, TimeTable } from './edition.js';

/** TimescaleDB hypertables, by nothing but its Apache-licensed functions; it makes chunks as rows arrive. */
export class ApacheEdition implements Edition {
  readonly name: Edition['name'] = 'apache';
  readonly tableSuffix = '';

  convert(table: TimeTable): string {
    // The default index on time alone would double the cost of a row; our own indexes serve all queries.
    return `SELECT create_hypertable('${table.name}', 'time', chunk_time_interval => interval '${table.pieceMs} ms',
      create_default_indexes => false)`;
  }

  ensureRoom(): Promise<void> {
    return Promise.resolve();
  }

  async dropBefore(client: ClientBase, tables: readonly TimeTable[], untilMs: number): Promise<void> {
    for (const { name } of tables) {
      await runInTime(client, `SELECT drop_chunks('${name}', older_than => ${timeSql(untilMs)})`);
    }
  }

  forget(): void {
    // TimescaleDB keeps account of its chunks.
  }
}
