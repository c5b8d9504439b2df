import pg from 'pg';
import { StaleDirectoryError } from './directory.js';

/**
 * SQLSTATE classes that blame the data: 21 a key listed twice, 22 value out of range and the like, 23 constraints, 54 too
 * large for a limit.
 * All else (connection, restart, disk full, deadlock, a missing table) is no message's fault, and is retried.
 */
const DATA_CLASSES = new Set(['21', '22', '23', '54']);
/** A row for which no partition exists is a check violation (23514) without a constraint's name. */
const CHECK_VIOLATION = '23514';
/** Ids are never the message's: one without its row was remembered from before the database was restored or cleaned. */
const FOREIGN_KEY_VIOLATION = '23503';

/** A batch cannot be stored because of what is in it. */
export class DataFault extends Error {}

/** What the cause of a failed batch is: a `DataFault` where its data is to blame, else the error itself. */
export function classify(error: unknown): unknown {
  if (!(error instanceof pg.DatabaseError) || !error.code) return error;
  if (isMissingPartition(error) || error.code === FOREIGN_KEY_VIOLATION) return error;
  return DATA_CLASSES.has(error.code.slice(0, 2)) ? new DataFault(error.message, { cause: error }) : error;
}

/** Runs what has only the data to work on, so that whatever it throws is the data's fault. */
export function blamingData<T>(compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (error instanceof StaleDirectoryError) throw error;
    throw new DataFault(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function isMissingPartition(error: pg.DatabaseError): boolean {
  return error.code === CHECK_VIOLATION && error.constraint === undefined;
}
