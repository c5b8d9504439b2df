import pg from 'pg';

/**
 * SQLSTATE classes that blame the data: 22 value out of range and the like, 23 constraints, 54 too large for a limit.
 * All else (connection, restart, disk full, deadlock, a missing table) is no message's fault, and is retried.
 */
const DATA_CLASSES = new Set(['22', '23', '54']);
/** A row for which no partition exists is a check violation (23514) without a constraint's name. */
const CHECK_VIOLATION = '23514';

/** A batch cannot be stored because of what is in it. */
export class DataFault extends Error {}

/** What the cause of a failed batch is: a `DataFault` where its data is to blame, else the error itself. */
export function classify(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError) || !error.code) return error;
  if (isMissingPartition(error)) return error;
  return DATA_CLASSES.has(error.code.slice(0, 2)) ? new DataFault(error.message, { cause: error }) : error;
}

function isMissingPartition(error: pg.DatabaseError): boolean {
  return error.code === CHECK_VIOLATION && error.constraint === undefined;
}
