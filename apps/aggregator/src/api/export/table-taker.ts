import type { FormatName } from './format.js';
import type { Table } from './table.js';

/** What an export would be sent as, for whoever writes it elsewhere than into an answer. */
export class TableTaker {
  /** `take` opens the table, or leaves it. */
  constructor(
    readonly take: <Row>(
      name: string,
      format: FormatName,
      open: () => Promise<Table<Row>> | Table<Row>,
    ) => Promise<void>,
  ) {}
}
