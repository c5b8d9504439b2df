import { Gauge, type Registry } from 'prom-client';
import type { DatabaseFill, StreamFill } from './fill.js';

/** How full stream and database are, for Prometheus; what is unknown has no value. */
export class CapacityMetrics {
  private readonly streamBytes: Gauge;
  private readonly streamMaxBytes: Gauge;
  private readonly streamWaiting: Gauge;
  private readonly databaseBytes: Gauge;
  private readonly tableBytes: Gauge<'table'>;
  private readonly diskFreeBytes: Gauge;

  constructor(registry: Registry) {
    // A gauge without labels begins at 0, which would be told as known.
    const gauge = (name: string, help: string): Gauge => {
      const made = new Gauge({ name, help, registers: [registry] });
      made.remove();
      return made;
    };
    this.streamBytes = gauge('weir_stream_bytes', 'Bytes that wait in the stream between agents and the store.');
    this.streamMaxBytes = gauge('weir_stream_max_bytes', 'Bytes that the stream may hold.');
    this.streamWaiting = gauge('weir_stream_waiting_messages', 'Messages in the stream that are not stored yet.');
    this.databaseBytes = gauge('weir_database_bytes', 'Size of the database on disk.');
    this.diskFreeBytes = gauge('weir_database_disk_free_bytes', 'Room left on the file system of the database.');
    this.tableBytes = new Gauge({
      name: 'weir_table_bytes',
      help: 'Size of a table on disk with its indexes and pieces.',
      labelNames: ['table'],
      registers: [registry],
    });
  }

  observeStream(fill: StreamFill | null): void {
    set(this.streamBytes, fill?.bytes);
    set(this.streamMaxBytes, fill?.maxBytes);
    set(this.streamWaiting, fill?.waiting);
  }

  observeDatabase(fill: DatabaseFill | null): void {
    set(this.databaseBytes, fill?.bytes);
    set(this.diskFreeBytes, fill?.disk?.freeBytes);
    this.tableBytes.reset();
    for (const [table, bytes] of fill?.tableBytes ?? []) this.tableBytes.set({ table }, bytes);
  }
}

function set(gauge: Gauge, value: number | null | undefined): void {
  if (value === null || value === undefined) gauge.remove();
  else gauge.set(value);
}
